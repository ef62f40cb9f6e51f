using System.Numerics;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>Mean and deviation of every group of a <see cref="NormalizationPlan"/>, as its kernel uses them.</summary>
/// <remarks>
/// The mean is kept in two parts whose sum is right to twice the precision of <typeparamref name="T"/>, so that x − μ does not
/// lose the digits that the mean's rounding would cost when the mean is large against the deviation.
/// </remarks>
public sealed class NormalizationStatistics<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Rows = 4;

    private NormalizationStatistics(Tensor<T> table) => Table = table;

    /// <summary>The numbers as one tensor (4, statistics): mean, its low part, 1/√(σ² + ε), σ². For whoever owns the memory.</summary>
    public Tensor<T> Table { get; }

    /// <summary>The number of statistics.</summary>
    public int Count => Table.Shape[1];

    /// <summary>μ, rounded to <typeparamref name="T"/>; 0 for a plan that does not center.</summary>
    public ReadOnlySpan<T> Mean => Row(0);

    /// <summary>What rounding took from μ.</summary>
    public ReadOnlySpan<T> MeanLow => Row(1);

    /// <summary>1/√(σ² + ε).</summary>
    public ReadOnlySpan<T> InverseDeviation => Row(2);

    /// <summary>σ² with the plan's divisor; the mean square for a plan that does not center.</summary>
    public ReadOnlySpan<T> Variance => Row(3);

    /// <summary>Statistics that were known before: running or population statistics, one for each affine value of a channel.</summary>
    /// <exception cref="ArgumentException">Mean and variance do not have one value for each channel.</exception>
    public static NormalizationStatistics<T> From(NormalizationPlan plan, Tensor<T> mean, Tensor<T> variance)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(variance);
        int channels = plan.Layout.Inner;
        if (mean.Count != channels || variance.Count != channels)
            throw new ArgumentException(
                $"Normalization: mean {mean.Shape} and variance {variance.Shape} should each have {channels} values for {plan}.");

        NormalizationStatistics<T> statistics = Uninitialized(channels);
        Span<T> table = statistics.Table.AsWritableSpan();
        mean.AsSpan().CopyTo(table);
        table.Slice(channels, channels).Clear();
        variance.AsSpan().CopyTo(table[(3 * channels)..]);
        Invert(variance.AsSpan(), plan.Epsilon, table.Slice(2 * channels, channels));
        return statistics;
    }

    /// <summary>1/√(σ² + ε) of many.</summary>
    private static unsafe void Invert(ReadOnlySpan<T> variance, double epsilon, Span<T> inverseDeviation)
    {
        fixed (T* v = variance, s = inverseDeviation)
        {
            int i = 0;
            for (; i <= variance.Length - FourDoubles.Count; i += FourDoubles.Count)
                FourDoubles.Store(Vector256<double>.One / Vector256.Sqrt(FourDoubles.Load(v + i) + Vector256.Create(epsilon)), s + i);
            for (; i < variance.Length; i++)
                s[i] = T.CreateTruncating(1 / Math.Sqrt(double.CreateTruncating(v[i]) + epsilon));
        }
    }

    /// <summary>Statistics from their <see cref="Table"/>, without a copy.</summary>
    /// <exception cref="ArgumentException">The tensor is no such table.</exception>
    public static NormalizationStatistics<T> FromTable(Tensor<T> table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.Rank == 2 && table.Shape[0] == Rows
            ? new(table)
            : throw new ArgumentException(
                $"Normalization: a table of statistics has shape ({Rows}, statistics), not {table.Shape}.", nameof(table));
    }

    internal static NormalizationStatistics<T> Uninitialized(int count) => new(Tensor<T>.Uninitialized([Rows, count]));

    private ReadOnlySpan<T> Row(int row) => Table.AsSpan().Slice(row * Count, Count);
}
