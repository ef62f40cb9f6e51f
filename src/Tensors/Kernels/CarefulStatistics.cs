using System.Numerics;

namespace NormNet.Tensors;

/// <summary>
/// Mean and variance of one group value by value in double: for numbers whose squares leave the range of <typeparamref name="T"/>.
/// </summary>
internal static unsafe class CarefulStatistics<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static void Compute(in NormalizationTask<T> task, int group)
    {
        T* x = task.X + task.Layout.StartOf(group);
        int m = task.Layout.GroupSize;
        double mean = 0, squares = 0;
        for (int i = 0; i < m && task.Statistics.Centers; i++)
            mean += double.CreateTruncating(x[Position(task.Layout, i)]) / m;
        for (int i = 0; i < m; i++)
        {
            double deviation = double.CreateTruncating(x[Position(task.Layout, i)]) - mean;
            squares += deviation * deviation;
        }

        task.Statistics.Set(group, mean, squares / task.Statistics.Divisor);
    }

    private static int Position(in NormalizationLayout layout, int i) => (i / layout.Length * layout.SegmentStride) + (i % layout.Length);
}
