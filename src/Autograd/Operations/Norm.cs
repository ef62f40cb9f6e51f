using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = (Σ|x|ᵖ)^{1/p} over some axes (all if none is named); ∂ℓ/∂x = sign(x) · (|x|/y)ᵖ⁻¹ · ∂ℓ/∂y, and 0 where y = 0.</summary>
/// <remarks>
/// For p = ∞, y is the largest |x|, which gets ∂ℓ/∂y, in equal shares where several are. At x = 0 the norm has no derivative; 0 is one
/// of its subgradients, and PyTorch's choice too.
/// </remarks>
public sealed class Norm<T>(double order, bool keepDimensions, params int[] axes) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = {Inner(order)}{FormulaText.Axes(axes)}";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Norm(order, axes, keepDimensions);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        Variable<T> x = node.Inputs[0], y = node.Output.RestoreAxes(x.Shape, axes), u = upstream.RestoreAxes(x.Shape, axes);
        if (order == 1)
            return x.Sign() * u;
        if (double.IsInfinity(order))
        {
            Tensor<T> mask = x.Value.Abs().Equal(y.Value);
            return x.Sign() * mask.Divide(mask.Sum(axes, keepDimensions: true)) * u;
        }

        // A divisor of 1 in place of 0, and 0 in place of the quotient: so no NaN arises that a second derivative would bring back.
        Tensor<T> isZero = y.Value.Equal(T.Zero);
        Variable<T> divisor = Variable<T>.Where(isZero, Tensor<T>.Scalar(1), y), zero = Tensor<T>.Scalar(0);
        return order == 2
            ? x * Variable<T>.Where(isZero, zero, u / divisor)
            : x.Sign() * x.Abs().Power(order - 1) * Variable<T>.Where(isZero, zero, u / divisor.Power(order - 1));
    }

    private static string Inner(double order) => order switch
    {
        1 => "Σ|x|",
        2 => "√(Σ x²)",
        double.PositiveInfinity => "max|x|",
        _ => $"(Σ|x|^{FormulaText.Number(order)})^(1/{FormulaText.Number(order)})",
    };
}
