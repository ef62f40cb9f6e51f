using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>
/// y = Σ(x − mean)²/(m − correction) over some axes (all if none is named), m their element count; ∂ℓ/∂x = 2(x − mean)/(m −
/// correction) · ∂ℓ/∂y.
/// </summary>
/// <remarks>A correction of 0 gives the biased variance, 1 the unbiased one.</remarks>
public sealed class Variance<T>(bool keepDimensions, int correction, params int[] axes) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = Σ(x − mean)²/{(correction == 0 ? "m" : $"(m − {correction})")}{FormulaText.Axes(axes)}";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Variance(axes, keepDimensions, correction);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        Variable<T> x = node.Inputs[0];
        double divisor = ((double)x.Shape.Count / node.Output.Shape.Count) - correction;
        return (2 / divisor) * (x - x.Mean(axes, keepDimensions: true)) * upstream.RestoreAxes(x.Shape, axes);
    }
}
