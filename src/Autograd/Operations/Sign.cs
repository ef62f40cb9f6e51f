using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = sign x, elementwise, 0 at 0; ∂ℓ/∂x = 0.</summary>
public sealed class Sign<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly Sign<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "y = sign(x)";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Sign();

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) => null;
}
