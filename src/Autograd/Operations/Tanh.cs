using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = tanh x, elementwise; ∂ℓ/∂x = (1 − y²) · ∂ℓ/∂y.</summary>
public sealed class Tanh<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly Tanh<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "y = tanh(x)";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Tanh();

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        TanhGradient<T>.Instance.Apply(node.Output, upstream);
}
