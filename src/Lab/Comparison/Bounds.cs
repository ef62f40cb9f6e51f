namespace NormNet.Lab;

/// <summary>How far two right routes may lie apart, scaled, and how far rounding alone should bring them.</summary>
internal static class Bounds
{
    private const double Double = 1e-12;
    private const double Float = 2e-6;
    private const double FiniteDifference = 1e-7;

    /// <summary>The bound by which two routes are judged; it grows with 1 + |μ|/√(σ² + ε).</summary>
    /// <param name="precision">The coarser of the two routes' precisions.</param>
    /// <param name="byDifferences">Whether one of them is finite differences, which have an error of their own.</param>
    /// <param name="meanOverDeviation">The largest |μ|/√(σ² + ε).</param>
    internal static double Of(string precision, bool byDifferences, double meanOverDeviation) =>
        ((precision == "float" ? Float : Double) + (byDifferences ? FiniteDifference : 0)) * (1 + meanOverDeviation);

    /// <summary>Half the distance between 1 and the next number.</summary>
    internal static double Roundoff(string precision) => Math.ScaleB(1, precision == "float" ? -24 : -53);

    /// <summary>
    /// What rounding should come to: some eight roundings for each element, and log₂ m for a sum that is added in halves, each worth
    /// 1 + |μ|/√(σ² + ε) because the digits of x that μ takes up are lost to x − μ.
    /// </summary>
    internal static double Rounding(string precision, int valuesPerStatistic, double meanOverDeviation) =>
        Roundoff(precision) * (8 + Math.Log2(valuesPerStatistic)) * (1 + meanOverDeviation);
}
