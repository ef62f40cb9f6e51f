using System.Numerics;

namespace NormNet.Tensors;

/// <summary>Forward over groups that lie in runs: two passes for the statistics, a third for y, while the group is in cache.</summary>
internal readonly unsafe struct NormalizationForward<T> : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal required NormalizationLayout Layout { get; init; }

    internal required StatisticsTable<T> Statistics { get; init; }

    /// <summary>Whether the statistics are given; otherwise they are computed and written.</summary>
    internal required bool Given { get; init; }

    internal required T* X { get; init; }

    internal required T* Y { get; init; }

    /// <summary>γ, or null for 1. With one γ for each position, γ and β are both there or both not.</summary>
    internal required T* Weight { get; init; }

    /// <summary>β, or null for 0.</summary>
    internal required T* Bias { get; init; }

    public void Run(int start, int end)
    {
        for (int group = start; group < end; group++)
        {
            if (!Given)
                ComputeStatistics(group);
            Normalize(group);
        }
    }

    private void ComputeStatistics(int group)
    {
        T* x = X + Layout.StartOf(group);
        double mean = 0;
        if (Statistics.Centers)
        {
            T shift = StatisticsTable<T>.ShiftOf(*x);
            WideSum<T> sum = default;
            for (int k = 0; k < Layout.Segments; k++)
                NormalizationSweeps<T>.Sum(x + (k * Layout.SegmentStride), Layout.Length, shift, ref sum);
            mean = double.CreateTruncating(shift) + (sum.Total / Layout.GroupSize);
        }

        Statistics.SetMean(group, mean);
        Standardization<T> standardization = Statistics.CenteringOf(group);
        WideSum<T> squares = default;
        for (int k = 0; k < Layout.Segments; k++)
            NormalizationSweeps<T>.SumOfSquares(x + (k * Layout.SegmentStride), Layout.Length, standardization, ref squares);
        Statistics.SetVariance(group, squares.Total / Statistics.Divisor);
    }

    private void Normalize(int group)
    {
        int start = Layout.StartOf(group), inner = group % Layout.Inner;
        Standardization<T> standardization = Statistics.Of(Statistics.IndexOf(group, Layout));
        for (int k = 0; k < Layout.Segments; k++)
        {
            T* x = X + start + (k * Layout.SegmentStride), y = Y + start + (k * Layout.SegmentStride);
            int affine = Layout.AffineOf(inner, k);
            if (Layout.Affine == AffineKind.PerElement && Weight != null)
                NormalizationSweeps<T>.Normalize(x, y, Layout.Length, standardization, Weight + affine, Bias + affine);
            else
                NormalizationSweeps<T>.Normalize(x, y, Layout.Length, standardization, At(Weight, affine, T.One), At(Bias, affine, T.Zero));
        }
    }

    private static T At(T* values, int index, T otherwise) => values == null ? otherwise : values[index];
}
