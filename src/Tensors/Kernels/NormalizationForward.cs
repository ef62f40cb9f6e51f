using System.Numerics;

namespace NormNet.Tensors;

/// <summary>Forward over groups that lie in runs: two passes for the statistics, a third for y, while the group is in cache.</summary>
internal readonly unsafe struct NormalizationForward<T>(NormalizationTask<T> task) : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public void Run(int start, int end)
    {
        for (int group = start; group < end; group++)
        {
            if (!task.Given)
                ComputeStatistics(group);
            if (task.Y != null)
                Normalize(group);
        }
    }

    private void ComputeStatistics(int group)
    {
        T* x = task.X + task.Layout.StartOf(group);
        double mean = 0;
        if (task.Statistics.Centers)
        {
            T shift = StatisticsTable<T>.ShiftOf(*x);
            WideSum<T> sum = default;
            for (int k = 0; k < task.Layout.Segments; k++)
                NormalizationSweeps<T>.Sum(x + (k * task.Layout.SegmentStride), task.Layout.Length, shift, ref sum);
            mean = double.CreateTruncating(shift) + (sum.Total / task.Layout.GroupSize);
        }

        task.Statistics.SetMean(group, mean);
        Standardization<T> standardization = task.Statistics.CenteringOf(group);
        WideSum<T> squares = default;
        for (int k = 0; k < task.Layout.Segments; k++)
            NormalizationSweeps<T>.SumOfSquares(x + (k * task.Layout.SegmentStride), task.Layout.Length, standardization, ref squares);
        task.Statistics.SetVariance(group, squares.Total / task.Statistics.Divisor);
    }

    private void Normalize(int group)
    {
        int start = task.Layout.StartOf(group), inner = group % task.Layout.Inner;
        Standardization<T> standardization = task.Statistics.Of(task.Statistics.IndexOf(group, task.Layout));
        for (int k = 0; k < task.Layout.Segments; k++)
        {
            T* x = task.X + start + (k * task.Layout.SegmentStride), y = task.Y + start + (k * task.Layout.SegmentStride);
            int affine = task.Layout.AffineOf(inner, k);
            if (task.Layout.Affine == AffineKind.PerElement && task.Weight != null)
                NormalizationSweeps<T>.Normalize(x, y, task.Layout.Length, standardization, task.Weight + affine, task.Bias + affine);
            else
                NormalizationSweeps<T>.Normalize(x, y, task.Layout.Length, standardization, At(task.Weight, affine, T.One), At(task.Bias, affine, T.Zero));
        }
    }

    private static T At(T* values, int index, T otherwise) => values == null ? otherwise : values[index];
}
