using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = x/(1 + e⁻ˣ) = x · σ(x), elementwise; ∂ℓ/∂x = σ(x) · (1 + x · (1 − σ(x))) · ∂ℓ/∂y.</summary>
/// <remarks>
/// Elfwing, Uchibe &amp; Doya 2018; Ramachandran, Zoph &amp; Le 2017 ("Swish"). The limits at ±∞ are met: 0 with slope 0, x with
/// slope 1.
/// </remarks>
public sealed class Silu<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly Silu<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "y = x/(1 + exp(−x))";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Apply<ActivationOperators.Silu>();

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        SiluGradient<T>.Instance.Apply(node.Inputs[0], upstream);
}
