using System.Globalization;

namespace NormNet.Samples.Experiments;

/// <summary>Differences of means, held against their spread over seeds.</summary>
internal static class SeedNoise
{
    private const double Errors = 2;

    /// <summary>
    /// Whether one mean is above another: decided by more than two standard errors of the difference, else null; with one seed, by the
    /// sign. Null where one has no value, as all its runs diverged.
    /// </summary>
    internal static bool? IsAbove(Spread a, Spread b)
    {
        double difference = a.Mean - b.Mean, noise = Errors * ErrorOfDifference(a, b);
        if (double.IsNaN(difference))
            return null;
        if (difference > noise)
            return true;
        return difference < -noise || noise == 0 ? false : null;
    }

    /// <summary>The claim that one mean is above another, with the caution that belongs to its verdict behind the figures.</summary>
    internal static Claim Above(string text, Spread high, Spread low, string figures) =>
        new(text, IsAbove(high, low), figures + Caution(high, low));

    /// <summary>Whether all of several verdicts are yes: no where one is no, undecided where one is.</summary>
    internal static bool? All(IEnumerable<bool?> verdicts) => verdicts.Aggregate((bool?)true, (all, one) => all & one);

    /// <summary>What is to be said of a verdict about a difference: that there is one seed, or how large the noise is.</summary>
    internal static string Caution(Spread a, Spread b)
    {
        if (a.Count == 0 || b.Count == 0)
            return "; where there is no number, every run diverged";
        return a.Count > 1 && b.Count > 1
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"; {100 * (a.Mean - b.Mean):+0.00;-0.00} points, two standard errors are {100 * Errors * ErrorOfDifference(a, b):F2}")
            : "; one seed, so that the difference may be chance";
    }

    /// <summary>The root of the mean variance over seeds of several means; NaN where no mean has a spread.</summary>
    internal static double Pooled(IEnumerable<Spread> all)
    {
        double[] variances = [.. all.Where(spread => spread.Count > 1).Select(spread => spread.Deviation * spread.Deviation)];
        return variances.Length == 0 ? double.NaN : Math.Sqrt(variances.Average());
    }

    private static double ErrorOfDifference(Spread a, Spread b) => Math.Sqrt(SquaredError(a) + SquaredError(b));

    private static double SquaredError(Spread spread) => spread.Count > 1 ? spread.Deviation * spread.Deviation / spread.Count : 0;
}
