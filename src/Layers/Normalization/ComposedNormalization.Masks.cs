using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <content>The same of the values that a mask lets count.</content>
public static partial class ComposedNormalization<T>
{
    /// <summary>γ · x̂ + β with the statistics of the values that count, which are 0 in x elsewhere.</summary>
    internal static Variable<T> Apply(
        NormalizationPlan plan, Variable<T> x, NormalizationMask<T> mask, Variable<T>? weight, Variable<T>? bias,
        StatisticsObserver<T>? observe)
    {
        Variable<T> viewed = plan.View(x);
        Variable<T>? mean = plan.Centers ? Named("μ", plan.SumShared(viewed) / mask.Counts()) : null;
        Variable<T> centered = mean is null ? viewed : Named("x−μ", mask.KeepViewed(viewed - mean));
        Variable<T> variance = Named("σ²", plan.SumShared(centered * centered) / mask.Divisors());

        // A statistic of no value has variance 0, and with ε = 0 an infinite 1/√: whatever it is, it meets zeros only, if it is finite.
        Variable<T> spread = mask.Missing() is { } missing ? variance + missing : variance;
        Variable<T> y = Scale(plan, centered * Named("invStd", (spread + plan.Epsilon).ReciprocalSqrt()), weight, bias);
        if (mean is not null)
            observe?.Invoke(mean.Value.AsSpan(), variance.Value.AsSpan());
        return y;
    }
}
