using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = −x; ∂ℓ/∂x = −∂ℓ/∂y.</summary>
public sealed class Negate<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly Negate<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "y = −x";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Negate();

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) => -upstream;
}
