using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = x · tanh(ln(1 + eˣ)), elementwise; with t the tanh: ∂ℓ/∂x = (t + x · (1 − t²) · σ(x)) · ∂ℓ/∂y.</summary>
/// <remarks>
/// Misra 2019, "Mish: a self regularized non-monotonic activation function". The limits at ±∞ are met: 0 with slope 0, x with slope
/// 1.
/// </remarks>
public sealed class Mish<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly Mish<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "y = x · tanh(ln(1 + exp(x)))";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Apply<ActivationOperators.Mish>();

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        MishGradient<T>.Instance.Apply(node.Inputs[0], upstream);
}
