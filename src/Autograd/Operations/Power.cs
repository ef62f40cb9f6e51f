using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = xᵖ, elementwise with a constant p; ∂ℓ/∂x = p · xᵖ⁻¹ · ∂ℓ/∂y.</summary>
public sealed class Power<T>(double exponent) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _exponent = T.CreateTruncating(exponent);

    /// <summary>p.</summary>
    public double Exponent { get; } = exponent;

    /// <inheritdoc/>
    public override string Formula => $"y = x^{FormulaText.Number(Exponent)}";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Power(_exponent);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) => Exponent switch
    {
        // 0 · x⁻¹ would be NaN at x = 0, where the derivative of a constant is 0.
        0 => null,
        1 => upstream,
        2 => upstream * (2.0 * node.Inputs[0]),
        _ => upstream * (Exponent * node.Inputs[0].Power(Exponent - 1)),
    };
}
