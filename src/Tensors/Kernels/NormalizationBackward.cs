using System.Numerics;

namespace NormNet.Tensors;

/// <summary>
/// Backward over groups that lie in runs with one γ each: a sweep for the sums, one for ∂ℓ/∂x, while the group is in cache.
/// </summary>
internal readonly unsafe struct NormalizationBackward<T>(NormalizationTask<T> task) : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public void Run(int start, int end)
    {
        for (int group = start; group < end; group++)
        {
            Standardization<T> standardization = task.Statistics.Of(group);
            (double sum, double products) = Sum(group, standardization);
            if (task.Gradient != null)
                Propagate(group, standardization, sum, products);
        }
    }

    /// <summary>Σg and Σg·x̂ of a group; on the way Σu and Σu·x̂ of each of its affine values.</summary>
    private (double G, double GX) Sum(int group, in Standardization<T> standardization)
    {
        int start = task.Layout.StartOf(group), inner = group % task.Layout.Inner;
        double g = 0, gx = 0;
        WideSum<T> u = default, ux = default;
        for (int k = 0; k < task.Layout.Segments; k++)
        {
            int position = start + (k * task.Layout.SegmentStride);
            NormalizationSweeps<T>.Sums(
                task.X + position, task.Upstream + position, task.Layout.Length, task.Layout.Ahead, standardization, ref u, ref ux);
            if (task.Layout.Affine != AffineKind.PerSegment && k < task.Layout.Segments - 1)
                continue;

            int affine = task.Layout.AffineOf(inner, k);
            double weight = WeightAt(affine);
            g += weight * u.Total;
            gx += weight * ux.Total;
            if (task.Sums != null)
                (task.Sums[task.Layout.SumOf(group, affine)], task.Sums[task.Layout.ProductSumOf(group, affine)]) = (u.Total, ux.Total);

            u = ux = default;
        }

        return (g, gx);
    }

    private void Propagate(int group, in Standardization<T> standardization, double g, double gx)
    {
        int start = task.Layout.StartOf(group), inner = group % task.Layout.Inner;
        double inverse = double.CreateTruncating(task.Statistics.InverseDeviation[group]);
        T offset = task.Statistics.Centers ? T.CreateTruncating(inverse * g / task.Layout.GroupSize) : T.Zero;
        T slope = T.CreateTruncating(inverse * gx / task.Statistics.Divisor);
        for (int k = 0; k < task.Layout.Segments; k++)
        {
            int position = start + (k * task.Layout.SegmentStride);
            T scale = T.CreateTruncating(inverse * WeightAt(task.Layout.AffineOf(inner, k)));
            NormalizationSweeps<T>.InputGradient(
                task.X + position, task.Upstream + position, task.Gradient + position, task.Layout.Length, standardization, scale, slope,
                offset);
        }
    }

    private double WeightAt(int index) => task.Weight == null ? 1 : double.CreateTruncating(task.Weight[index]);
}
