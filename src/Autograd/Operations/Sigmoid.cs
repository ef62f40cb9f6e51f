using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = 1/(1 + e⁻ˣ), elementwise; ∂ℓ/∂x = y · (1 − y) · ∂ℓ/∂y.</summary>
public sealed class Sigmoid<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly Sigmoid<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "y = 1/(1 + exp(−x))";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Sigmoid();

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        SigmoidGradient<T>.Instance.Apply(node.Output, upstream);
}
