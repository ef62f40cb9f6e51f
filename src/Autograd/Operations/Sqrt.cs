using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = √x, elementwise; ∂ℓ/∂x = ∂ℓ/∂y / 2y.</summary>
public sealed class Sqrt<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly Sqrt<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "y = √x";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Sqrt();

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) => upstream / (2.0 * node.Output);
}
