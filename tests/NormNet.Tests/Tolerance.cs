namespace NormNet.Tests;

/// <summary>How far two correct computations of one number may lie apart. The only place that knows.</summary>
internal static class Tolerance
{
    /// <summary>The unit roundoff u: the largest relative error of one rounding, 2⁻²⁴ for float, 2⁻⁵³ for double.</summary>
    public static double Roundoff<T>() => typeof(T) == typeof(float) ? Math.ScaleB(1, -24) : Math.ScaleB(1, -53);

    /// <summary>The bound for a sum of products, relative to Σ|terms|.</summary>
    /// <remarks>
    /// A sum of n products in any order, fused or not, errs by at most n·u/(1 − n·u) of Σ|terms| (Higham 2002, §3.1), the reference in
    /// double by as much for its own u: hence twice n, and two roundings for what the sum is added to.
    /// </remarks>
    public static double For<T>(int terms) => 2 * (terms + 2) * Roundoff<T>();
}
