using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NormNet.Lab;

/// <summary>Statistics of a tensor's finite values; those that are not finite are only counted.</summary>
/// <param name="Minimum">The smallest; NaN where no value is finite.</param>
/// <param name="Maximum">The largest; NaN where no value is finite.</param>
/// <param name="Mean">Their sum over their number.</param>
/// <param name="Deviation">√(Σ(x − mean)²/n).</param>
/// <param name="NotFinite">How many are infinite or NaN.</param>
public readonly record struct TensorStatistics(double Minimum, double Maximum, double Mean, double Deviation, int NotFinite)
{
    /// <summary>So many values at a time stay in the first-level cache between the passes over them.</summary>
    private const int BlockSize = 1024;

    /// <summary>
    /// Mean and centred squares block by block, joined by the update of Chan, Golub &amp; LeVeque 1983: one way through memory, and no
    /// cancellation where the mean is far from zero.
    /// </summary>
    internal static TensorStatistics Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<double> buffer = stackalloc double[BlockSize];
        double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity, mean = 0, squares = 0;
        int count = 0;
        for (int start = 0; start < values.Length; start += BlockSize)
        {
            int finite = CopyFinite(values.Slice(start, int.Min(BlockSize, values.Length - start)), buffer);
            if (finite == 0)
                continue;

            Span<double> block = buffer[..finite];
            (double blockMinimum, double blockMaximum, double blockMean, double blockSquares) = OfBlock(block);
            minimum = double.Min(minimum, blockMinimum);
            maximum = double.Max(maximum, blockMaximum);
            double difference = blockMean - mean;
            mean += difference * finite / (count + finite);
            squares += blockSquares + (difference * difference * count * ((double)finite / (count + finite)));
            count += finite;
        }

        return count == 0
            ? new TensorStatistics(double.NaN, double.NaN, double.NaN, double.NaN, values.Length)
            : new TensorStatistics(minimum, maximum, mean, double.Sqrt(squares / count), values.Length - count);
    }

    /// <summary>Copies the finite values, in order; returns how many they are.</summary>
    private static int CopyFinite<T>(ReadOnlySpan<T> values, Span<double> finite)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<double> all = finite[..values.Length];
        if (typeof(T) == typeof(float))
            Widen(MemoryMarshal.Cast<T, float>(values), all);
        else
            TensorPrimitives.ConvertTruncating(values, all);
        if (AreFinite(all))
            return all.Length;

        int count = 0;
        foreach (double value in all)
        {
            finite[count] = value;
            count += double.IsFinite(value) ? 1 : 0;
        }

        return count;
    }

    /// <remarks>Compiled at its best at once, as what follows is: most traces of a process are its first.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Widen(ReadOnlySpan<float> values, Span<double> doubles)
    {
        int whole = values.Length - (values.Length % Vector<float>.Count);
        for (int i = 0; i < whole; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(values[i..]), out Vector<double> low, out Vector<double> high);
            low.CopyTo(doubles[i..]);
            high.CopyTo(doubles[(i + Vector<double>.Count)..]);
        }

        for (int i = whole; i < values.Length; i++)
            doubles[i] = values[i];
    }

    /// <summary>Whether 0 · x is 0 for every value, which it is not for what is infinite or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool AreFinite(ReadOnlySpan<double> values)
    {
        Vector<double> zeros = Vector<double>.Zero;
        double zero = 0;
        int whole = values.Length - (values.Length % Vector<double>.Count);
        for (int i = 0; i < whole; i += Vector<double>.Count)
            zeros += new Vector<double>(values[i..]) * 0;
        foreach (double value in values[whole..])
            zero += value * 0;
        return zero + Vector.Sum(zeros) == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (double Minimum, double Maximum, double Mean, double Squares) OfBlock(ReadOnlySpan<double> block)
    {
        var minima = new Vector<double>(block[0]);
        Vector<double> maxima = minima, sums = Vector<double>.Zero, squares = Vector<double>.Zero;
        double minimum = block[0], maximum = block[0], sum = 0, square = 0;
        int whole = block.Length - (block.Length % Vector<double>.Count);
        for (int i = 0; i < whole; i += Vector<double>.Count)
        {
            var x = new Vector<double>(block[i..]);
            minima = Vector.Min(minima, x);
            maxima = Vector.Max(maxima, x);
            sums += x;
        }

        foreach (double x in block[whole..])
        {
            minimum = double.Min(minimum, x);
            maximum = double.Max(maximum, x);
            sum += x;
        }

        for (int lane = 0; lane < Vector<double>.Count; lane++)
        {
            minimum = double.Min(minimum, minima[lane]);
            maximum = double.Max(maximum, maxima[lane]);
        }

        double mean = (sum + Vector.Sum(sums)) / block.Length;
        var means = new Vector<double>(mean);
        for (int i = 0; i < whole; i += Vector<double>.Count)
        {
            Vector<double> difference = new Vector<double>(block[i..]) - means;
            squares += difference * difference;
        }

        foreach (double x in block[whole..])
            square += (x - mean) * (x - mean);
        return (minimum, maximum, mean, square + Vector.Sum(squares));
    }
}
