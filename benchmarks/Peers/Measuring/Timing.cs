namespace NormNet.Peers;

/// <summary>Times of several blocks: their median, and how far they spread.</summary>
internal readonly record struct Timing(double Median, double Smallest, double Largest)
{
    /// <summary>Half the distance of the extremes as a part of the median.</summary>
    internal double Spread => (Largest - Smallest) / 2 / Median;

    internal static Timing Of(IReadOnlyCollection<double> values) => new(MedianOf(values), values.Min(), values.Max());

    internal static double MedianOf(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
