using System.Numerics;

namespace NormNet.Tensors;

/// <summary>The kernel's view of a <see cref="NormalizationStatistics{T}"/>: pointers, and how its numbers are worked out.</summary>
internal readonly unsafe struct StatisticsTable<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
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

    /// <summary>What to subtract before summing, so that equal values sum to exactly their mean.</summary>
    /// <remarks>Sums of float in double are exact for equal values anyway, while the subtraction would round.</remarks>
    internal static T ShiftOf(T first) => typeof(T) == typeof(float) ? T.Zero : first;

    internal void SetMean(int index, double mean)
    {
        T high = T.CreateTruncating(mean);
        Mean[index] = high;
        MeanLow[index] = T.CreateTruncating(mean - double.CreateTruncating(high));
    }

    internal void SetVariance(int index, double variance)
    {
        InverseDeviation[index] = T.CreateTruncating(1 / Math.Sqrt(variance + Epsilon));
        Variance[index] = T.CreateTruncating(variance);
    }

    /// <summary>A standardization that only centers: for the pass in which the variance is not known yet.</summary>
    internal Standardization<T> CenteringOf(int index) => new(Mean[index], MeanLow[index], T.One);

    internal Standardization<T> Of(int index) => new(Mean[index], MeanLow[index], InverseDeviation[index]);
}
