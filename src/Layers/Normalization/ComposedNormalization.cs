using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>Normalization step by step as operations on the tape, as the papers write it; the tape derives the gradient.</summary>
internal static class ComposedNormalization<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>y = γ · x̂ + β with the statistics of x.</summary>
    /// <param name="plan">What is shared, centred and learned.</param>
    /// <param name="x">The input.</param>
    /// <param name="weight">γ, or null.</param>
    /// <param name="bias">β, or null.</param>
    /// <param name="observe">Sees the statistics once the output is computed.</param>
    internal static Variable<T> Apply(
        NormalizationPlan plan, Variable<T> x, Variable<T>? weight, Variable<T>? bias, StatisticsObserver<T>? observe = null)
    {
        int[] shared = plan.SharedAxes.ToArray();
        Variable<T> viewed = plan.View(x);
        Variable<T>? mean = plan.Centers ? viewed.Mean(shared, keepDimensions: true) : null;
        Variable<T> centered = mean is null ? viewed : viewed - mean;
        Variable<T> squares = centered * centered;
        Variable<T> variance = plan.Divisor == plan.ValuesPerStatistic
            ? squares.Mean(shared, keepDimensions: true)
            : squares.Sum(shared, keepDimensions: true) * (1 / plan.Divisor);
        Variable<T> y = Scale(plan, centered * (variance + plan.Epsilon).ReciprocalSqrt(), weight, bias);
        if (mean is not null)
            observe?.Invoke(mean.Value.AsSpan(), variance.Value.AsSpan());
        return y;
    }

    /// <summary>y = γ · x̂ + β with given statistics, one for each channel.</summary>
    internal static Variable<T> Apply(
        NormalizationPlan plan, Variable<T> x, Variable<T> mean, Variable<T> variance, Variable<T>? weight, Variable<T>? bias)
    {
        Variable<T> centered = plan.View(x) - plan.ViewAffine(mean);
        return Scale(plan, centered * plan.ViewAffine((variance + plan.Epsilon).ReciprocalSqrt()), weight, bias);
    }

    private static Variable<T> Scale(NormalizationPlan plan, Variable<T> normalized, Variable<T>? weight, Variable<T>? bias)
    {
        Variable<T> y = normalized;
        if (weight is not null)
            y *= plan.ViewAffine(weight);
        if (bias is not null)
            y += plan.ViewAffine(bias);
        return y.Reshape(plan.Input);
    }
}

/// <summary>Sees a batch's means and biased variances.</summary>
internal delegate void StatisticsObserver<T>(ReadOnlySpan<T> means, ReadOnlySpan<T> variances);
