using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = x · Φ(x), Φ the standard normal distribution function; ∂ℓ/∂x = (Φ(x) + x · φ(x)) · ∂ℓ/∂y.</summary>
/// <remarks>Hendrycks &amp; Gimpel 2016, "Gaussian error linear units". The limits at ±∞ are met: 0 with slope 0, x with slope 1.</remarks>
public sealed class Gelu<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly Gelu<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "y = x · (1 + erf(x/√2))/2";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Apply<ActivationOperators.Gelu>();

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        GeluGradient<T>.Instance.Apply(node.Inputs[0], upstream);
}
