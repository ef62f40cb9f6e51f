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
        T center = T.Zero;
        if (task.Statistics.Centers)
        {
            WideSum<T> quick = default;
            for (int k = 0; k < task.Layout.Segments; k++)
                NormalizationSweeps<T>.Sum(x + (k * task.Layout.SegmentStride), task.Layout.Length, task.Layout.Ahead, ref quick);
            center = T.CreateTruncating(quick.Total / task.Layout.GroupSize);
        }

        WideSum<T> sum = default, squares = default;
        for (int k = 0; k < task.Layout.Segments; k++)
            NormalizationSweeps<T>.Moments(x + (k * task.Layout.SegmentStride), task.Layout.Length, center, ref sum, ref squares);
        if (!task.Statistics.TrySet(group, center, sum.Total, squares.Total, task.Layout.GroupSize))
            CarefulStatistics<T>.Compute(task, group);
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
                NormalizationSweeps<T>.Normalize(
                    x, y, task.Layout.Length, standardization, task.Weight + affine, task.Bias + affine, task.PastCaches);
            else
                NormalizationSweeps<T>.Normalize(
                    x, y, task.Layout.Length, standardization, At(task.Weight, affine, T.One), At(task.Bias, affine, T.Zero),
                    task.PastCaches);
        }
    }

    private static T At(T* values, int index, T otherwise) => values == null ? otherwise : values[index];
}
