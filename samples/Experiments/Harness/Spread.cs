using System.Globalization;

namespace NormNet.Samples.Experiments;

/// <summary>Mean and standard deviation over seeds.</summary>
/// <param name="Mean">NaN of no value.</param>
/// <param name="Deviation">With n − 1 in the divisor; NaN of fewer than two values.</param>
/// <param name="Count">How many values.</param>
internal readonly record struct Spread(double Mean, double Deviation, int Count)
{
    public static Spread Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double mean = all.Length == 0 ? double.NaN : all.Average();
        double deviation = all.Length < 2 ? double.NaN : Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1));
        return new Spread(mean, deviation, all.Length);
    }

    /// <summary>
    /// Whether the mean is above zero; null where zero is within one standard error of it, so that the runs do not decide it. One value
    /// alone is taken by its sign.
    /// </summary>
    public bool? IsAboveZero =>
        double.IsNaN(Mean) || (Count > 1 && Math.Abs(Mean) <= Deviation / Math.Sqrt(Count)) ? null : Mean > 0;

    /// <summary>Mean ± deviation in a number format such as <c>F2</c>; the mean alone where there is one value.</summary>
    public string Text(string format, double factor = 1)
    {
        if (double.IsNaN(Mean))
            return "–";
        string mean = (factor * Mean).ToString(format, CultureInfo.InvariantCulture);
        return double.IsNaN(Deviation) ? mean : $"{mean} ± {(factor * Deviation).ToString(format, CultureInfo.InvariantCulture)}";
    }
}
