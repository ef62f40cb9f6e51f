using System.Numerics;

namespace NormNet.Lab;

/// <summary>Statistics of a tensor's finite values; those that are not finite are only counted.</summary>
/// <param name="Minimum">The smallest; NaN where no value is finite.</param>
/// <param name="Maximum">The largest; NaN where no value is finite.</param>
/// <param name="Mean">Their sum over their number.</param>
/// <param name="Deviation">√(Σ(x − mean)²/n).</param>
/// <param name="NotFinite">How many are infinite or NaN.</param>
public readonly record struct TensorStatistics(double Minimum, double Maximum, double Mean, double Deviation, int NotFinite)
{
    internal static TensorStatistics Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity, sum = 0;
        int finite = 0;
        foreach (T value in values)
        {
            double x = double.CreateTruncating(value);
            if (!double.IsFinite(x))
                continue;
            minimum = double.Min(minimum, x);
            maximum = double.Max(maximum, x);
            sum += x;
            finite++;
        }

        if (finite == 0)
            return new TensorStatistics(double.NaN, double.NaN, double.NaN, double.NaN, values.Length);

        double mean = sum / finite, squares = 0;
        foreach (T value in values)
        {
            double difference = double.CreateTruncating(value) - mean;
            if (double.IsFinite(difference))
                squares += difference * difference;
        }

        return new TensorStatistics(minimum, maximum, mean, double.Sqrt(squares / finite), values.Length - finite);
    }
}
