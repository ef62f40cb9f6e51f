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

    /// <summary>The bound for a convolution of float by tiles (Winograd's F(4×4, 3×3)), relative to the largest Σ|terms|.</summary>
    /// <remarks>
    /// For independent numbers of one scale and 16 or more channels: measured are up to 7e-7 of an output's own Σ|terms| in 60,000
    /// outputs, with the points 0, ±1, ±2 up to 3e-6. The worst case over all inputs is some 63·(channels + 20)·u of the largest in a tile.
    /// </remarks>
    public const double ConvolutionByTiles = 1e-6;

    /// <summary>The bound for a normalization's results, relative to the largest term before cancellation.</summary>
    /// <remarks>
    /// It holds for four or more values per statistic, and grows with 1 + |μ|/σ: the input's own roundoff is that much larger against
    /// the deviation. A float result has some five roundings of its own; sums are kept in double.
    /// </remarks>
    public static double Normalization<T>(double meanOverDeviation = 0) =>
        (typeof(T) == typeof(float) ? 2e-6 : 1e-12) * (1 + meanOverDeviation);

    /// <summary>The bound for central differences in double against a normalization's gradient, relative to the largest term before cancellation.</summary>
    /// <remarks>A step of ∛u of the deviation leaves about u^⅔ ≈ 1e-10 of truncation and rounding each; sums of many terms leave more.</remarks>
    public static double FiniteDifferences(double meanOverDeviation) => 1e-7 * (1 + meanOverDeviation);

    /// <summary>The distance between neighbouring numbers of T at a magnitude, in the subnormal range too.</summary>
    public static double Spacing<T>(double magnitude)
    {
        (int precision, int smallest) = typeof(T) == typeof(float) ? (23, -149) : (52, -1074);
        int exponent = magnitude == 0 ? smallest : Math.ILogB(Math.Abs(magnitude)) - precision;
        return Math.ScaleB(1, Math.Max(exponent, smallest));
    }

    /// <summary>The bound for one elementary function, in units of <see cref="Spacing{T}"/>.</summary>
    /// <remarks>Four, and for double one more: the reference is the C library in double, which errs by one unit at most.</remarks>
    public static double ElementaryFunctionUnits<T>() => typeof(T) == typeof(float) ? 4 : 5;

    /// <summary>The bound for a sum that is added in double, relative to Σ|terms|.</summary>
    /// <remarks>One rounding to T, and in double as many as a block of the sum has additions in a row.</remarks>
    public static double ForSumInDouble<T>() => Roundoff<T>() + (140 * Roundoff<double>());
}
