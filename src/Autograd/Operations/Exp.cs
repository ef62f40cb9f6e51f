using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = eˣ, elementwise; ∂ℓ/∂x = y · ∂ℓ/∂y.</summary>
public sealed class Exp<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly Exp<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "y = exp(x)";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Exp();

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) => upstream * node.Output;
}
