using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>Normalization step by step as operations on the tape, as the papers write it; the tape derives the gradient.</summary>
/// <remarks>
/// This is what a layer with <see cref="NormalizationImplementation.Composed"/> applies. Its steps carry the names of the formulas:
/// <c>μ</c>, <c>x−μ</c>, <c>σ²</c>, <c>invStd</c>, <c>x̂</c>, where a name is not there already.
/// </remarks>
public static partial class ComposedNormalization<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>y = γ · x̂ + β with the statistics of x.</summary>
    /// <param name="plan">What is shared, centred and learned.</param>
    /// <param name="x">The input.</param>
    /// <param name="weight">γ, or null.</param>
    /// <param name="bias">β, or null.</param>
    public static Variable<T> Apply(NormalizationPlan plan, Variable<T> x, Variable<T>? weight, Variable<T>? bias) =>
        Apply(plan, x, weight, bias, observe: null);

    /// <summary>y = γ · x̂ + β with given statistics, one for each channel.</summary>
    /// <param name="plan">What is shared and learned.</param>
    /// <param name="x">The input.</param>
    /// <param name="mean">μ, (channels).</param>
    /// <param name="variance">σ², (channels).</param>
    /// <param name="weight">γ, or null.</param>
    /// <param name="bias">β, or null.</param>
    public static Variable<T> Apply(
        NormalizationPlan plan, Variable<T> x, Variable<T> mean, Variable<T> variance, Variable<T>? weight, Variable<T>? bias)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Variable<T> centered = Named("x−μ", plan.View(x) - plan.ViewAffine(mean));
        Variable<T> inverse = Named("invStd", (variance + plan.Epsilon).ReciprocalSqrt());
        return Scale(plan, centered * plan.ViewAffine(inverse), weight, bias);
    }

    /// <inheritdoc cref="Apply(NormalizationPlan, Variable{T}, Variable{T}?, Variable{T}?)"/>
    /// <param name="plan"/><param name="x"/><param name="weight"/><param name="bias"/>
    /// <param name="observe">Sees the statistics once the output is computed.</param>
    internal static Variable<T> Apply(
        NormalizationPlan plan, Variable<T> x, Variable<T>? weight, Variable<T>? bias, StatisticsObserver<T>? observe)
    {
        ArgumentNullException.ThrowIfNull(plan);
        int[] shared = plan.SharedAxes.ToArray();
        Variable<T> viewed = plan.View(x);
        Variable<T>? mean = plan.Centers ? Named("μ", viewed.Mean(shared, keepDimensions: true)) : null;
        Variable<T> centered = mean is null ? viewed : Named("x−μ", viewed - mean);
        Variable<T> squares = centered * centered;
        Variable<T> variance = Named("σ²", plan.Divisor == plan.ValuesPerStatistic
            ? squares.Mean(shared, keepDimensions: true)
            : squares.Sum(shared, keepDimensions: true) * (1 / plan.Divisor));
        Variable<T> y = Scale(plan, centered * Named("invStd", (variance + plan.Epsilon).ReciprocalSqrt()), weight, bias);
        if (mean is not null)
            observe?.Invoke(mean.Value.AsSpan(), variance.Value.AsSpan());
        return y;
    }

    private static Variable<T> Scale(NormalizationPlan plan, Variable<T> normalized, Variable<T>? weight, Variable<T>? bias)
    {
        Variable<T> y = Named("x̂", normalized);
        if (weight is not null)
            y *= plan.ViewAffine(weight);
        if (bias is not null)
            y += plan.ViewAffine(bias);
        return y.Reshape(plan.Input);
    }

    private static Variable<T> Named(string name, Variable<T> variable)
    {
        variable.Name ??= name;
        return variable;
    }
}

/// <summary>Sees a batch's means and biased variances.</summary>
internal delegate void StatisticsObserver<T>(ReadOnlySpan<T> means, ReadOnlySpan<T> variances);
