using System.Numerics;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>The kernel's view of a <see cref="NormalizationStatistics{T}"/>: pointers, and how its numbers are worked out.</summary>
internal readonly unsafe struct StatisticsTable<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A variance below which squares of deviations are no longer normal numbers of float.</summary>
    private const double LeastVariance = 1e-30;

    private readonly T* _table;
    private readonly int _count;

    internal StatisticsTable(NormalizationPlan plan, T* table, int count)
    {
        _table = table;
        _count = count;
        Centers = plan.Centers;
        Divisor = plan.Divisor;
        Epsilon = plan.Epsilon;
    }

    internal bool Centers { get; }

    internal double Divisor { get; }

    internal double Epsilon { get; }

    internal T* Mean => _table;

    internal T* MeanLow => _table + _count;

    internal T* InverseDeviation => _table + (2 * _count);

    internal T* Variance => _table + (3 * _count);

    /// <summary>Which statistic a group has: its own, or its channel's where statistics were given.</summary>
    internal int IndexOf(int group, in NormalizationLayout layout) => _count == layout.Groups ? group : group % layout.Inner;

    /// <summary>
    /// Writes a statistic from Σ(x − c) and Σ(x − c)² of m values and a center c near the mean; false if they cannot be trusted.
    /// </summary>
    /// <remarks>
    /// c misses the mean by its own rounding and by that of a quick sum. The first sum tells by how much: μ = c + Σ(x − c)/m, and
    /// Σ(x − μ)² = Σ(x − c)² − (Σ(x − c))²/m (the corrected two-pass algorithm of Chan, Golub &amp; LeVeque 1983). Squares that left
    /// the range of <typeparamref name="T"/> are seen by their sum; where small ones are lost, a usual ε is larger by far.
    /// </remarks>
    internal bool TrySet(int index, T center, double sum, double squares, int m)
    {
        double c = double.CreateTruncating(center), centered = Centers ? Math.Max(0, squares - (sum * sum / m)) : squares;
        if (!double.IsFinite(centered) || (centered / m < LeastVariance && Epsilon < LeastVariance))
            return false;

        Set(index, Centers ? c + (sum / m) : 0, centered / Divisor);
        return true;
    }

    /// <summary>The same for four statistics in a row, to the same bits; where it is false, none is written.</summary>
    internal bool TrySet(int index, Vector256<double> center, Vector256<double> sum, Vector256<double> squares, int m)
    {
        var count = Vector256.Create((double)m);
        Vector256<double> centered = Centers ? Vector256.Max(Vector256<double>.Zero, squares - (sum * sum / count)) : squares;
        if (!Vector256.EqualsAll(Vector256.IsFinite(centered).AsInt64(), Vector256<long>.AllBitsSet)
            || (Epsilon < LeastVariance && Vector256.LessThanAny(centered / count, Vector256.Create(LeastVariance))))
        {
            return false;
        }

        Vector256<double> mean = Centers ? center + (sum / count) : Vector256<double>.Zero, variance = centered / Vector256.Create(Divisor);
        FourDoubles.Store(mean, Mean + index);
        FourDoubles.Store(mean - FourDoubles.Load(Mean + index), MeanLow + index);
        FourDoubles.Store(Vector256<double>.One / Vector256.Sqrt(variance + Vector256.Create(Epsilon)), InverseDeviation + index);
        FourDoubles.Store(variance, Variance + index);
        return true;
    }

    internal void Set(int index, double mean, double variance)
    {
        T high = T.CreateTruncating(mean);
        Mean[index] = high;
        MeanLow[index] = T.CreateTruncating(mean - double.CreateTruncating(high));
        InverseDeviation[index] = T.CreateTruncating(1 / Math.Sqrt(variance + Epsilon));
        Variance[index] = T.CreateTruncating(variance);
    }

    internal Standardization<T> Of(int index) => new(Mean[index], MeanLow[index], InverseDeviation[index]);
}
