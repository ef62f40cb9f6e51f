using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = ½x · (1 + tanh(√(2/π) · (x + 0.044715x³))) = x · σ(k); ∂ℓ/∂x = (σ + x · σ · (1 − σ) · ∂k/∂x) · ∂ℓ/∂y.</summary>
/// <remarks>
/// Hendrycks &amp; Gimpel 2016, §2: an approximation of <see cref="Gelu{T}"/> that stays within 5e-4 of it. The limits at ±∞ are met.
/// </remarks>
public sealed class GeluTanh<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly GeluTanh<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "y = x · (1 + tanh(√(2/π) · (x + 0.044715x³)))/2";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Apply<ActivationOperators.GeluTanh>();

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        GeluTanhGradient<T>.Instance.Apply(node.Inputs[0], upstream);
}
