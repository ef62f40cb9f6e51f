using System.Globalization;

namespace NormNet.Lab;

/// <summary>How far two lists of numbers are apart, by every measure in use.</summary>
/// <param name="ScaledMax">max|a − b| divided by the largest term before cancellation: the measure that judges.</param>
/// <param name="MaxAbs">max|a − b|.</param>
/// <param name="ElementwiseRelative">
/// max |a − b|/max(1e-8, |a| + |b|), the measure of the course CS231n; elements near zero dominate it.
/// </param>
/// <param name="MaxUlp">The most numbers of the precision that lie between two elements.</param>
/// <param name="FirstBeyond">The first element whose scaled difference exceeds the bound; −1 where none does.</param>
/// <param name="Bound">The bound on <see cref="ScaledMax"/>.</param>
public sealed record Difference(double ScaledMax, double MaxAbs, double ElementwiseRelative, double MaxUlp, int FirstBeyond, double Bound)
{
    /// <summary>Whether the two agree within the bound.</summary>
    public bool Agrees => FirstBeyond < 0;

    /// <summary>All measures in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"scaled {ScaledMax:0.0e+0} (bound {Bound:0.0e+0}), absolute {MaxAbs:0.0e+0}, element-wise relative {ElementwiseRelative:0.0e+0}, "
            + $"{MaxUlp:G3} ULP");

    internal static Difference Between(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double scale, double bound, string precision)
    {
        double scaled = 0, absolute = 0, relative = 0, ulp = 0;
        int first = -1;
        for (int i = 0; i < a.Length; i++)
        {
            double difference = Math.Abs(a[i] - b[i]);
            if (double.IsNaN(difference))
                difference = a[i].Equals(b[i]) ? 0 : double.PositiveInfinity;
            if (first < 0 && difference / scale > bound)
                first = i;
            scaled = Math.Max(scaled, difference / scale);
            absolute = Math.Max(absolute, difference);
            relative = Math.Max(relative, difference / Math.Max(1e-8, Math.Abs(a[i]) + Math.Abs(b[i])));
            ulp = Math.Max(ulp, precision == "float" ? Steps((float)a[i], (float)b[i]) : Steps(a[i], b[i]));
        }

        return new(scaled, absolute, relative, ulp, first, bound);
    }

    private static double Steps(float a, float b) =>
        float.IsFinite(a - b) ? Math.Abs((double)Ordered(a) - Ordered(b)) : double.PositiveInfinity;

    private static double Steps(double a, double b) =>
        double.IsFinite(a - b) ? (double)Int128.Abs((Int128)Ordered(a) - Ordered(b)) : double.PositiveInfinity;

    /// <summary>The bits as a whole number that counts through all numbers in order.</summary>
    private static int Ordered(float value)
    {
        int bits = BitConverter.SingleToInt32Bits(value);
        return bits < 0 ? int.MinValue - bits : bits;
    }

    private static long Ordered(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        return bits < 0 ? long.MinValue - bits : bits;
    }
}
