using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = |x|, elementwise; ∂ℓ/∂x = sign(x) · ∂ℓ/∂y, which is 0 at x = 0.</summary>
public sealed class Abs<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly Abs<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "y = |x|";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Abs();

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) => upstream * node.Inputs[0].Sign();
}
