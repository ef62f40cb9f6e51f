using System.Numerics;

namespace NormNet.Tensors;

/// <summary>Backward over groups that lie in runs with one γ each: a sweep for the sums, one for ∂ℓ/∂x, while the group is in cache.</summary>
internal readonly unsafe struct NormalizationBackward<T> : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal required NormalizationLayout Layout { get; init; }

    internal required StatisticsTable<T> Statistics { get; init; }

    /// <summary>Whether the statistics are constants, so that ∂ℓ/∂x = γ · invStd · u and nothing else.</summary>
    internal required bool Given { get; init; }

    internal required T* X { get; init; }

    internal required T* Upstream { get; init; }

    /// <summary>γ, or null for 1.</summary>
    internal required T* Weight { get; init; }

    /// <summary>∂ℓ/∂x, or null where nobody wants it.</summary>
    internal required T* Gradient { get; init; }

    /// <summary>Where each outer block leaves Σu and then Σu·x̂ of its affine values, or null where nobody wants them.</summary>
    internal required double* Sums { get; init; }

    public void Run(int start, int end)
    {
        for (int group = start; group < end; group++)
        {
            Standardization<T> standardization = Statistics.Of(Statistics.IndexOf(group, Layout));
            (double sum, double products) = !Given || Sums != null ? Sum(group, standardization) : default;
            if (Gradient != null)
                Propagate(group, standardization, sum, products);
        }
    }

    /// <summary>Σg and Σg·x̂ of a group; on the way Σu and Σu·x̂ of each of its affine values.</summary>
    private (double G, double GX) Sum(int group, in Standardization<T> standardization)
    {
        int start = Layout.StartOf(group), inner = group % Layout.Inner;
        double g = 0, gx = 0;
        WideSum<T> u = default, ux = default;
        for (int k = 0; k < Layout.Segments; k++)
        {
            int position = start + (k * Layout.SegmentStride);
            NormalizationSweeps<T>.Sums(X + position, Upstream + position, Layout.Length, standardization, ref u, ref ux);
            if (Layout.Affine != AffineKind.PerSegment && k < Layout.Segments - 1)
                continue;

            int affine = Layout.AffineOf(inner, k);
            double weight = WeightAt(affine);
            g += weight * u.Total;
            gx += weight * ux.Total;
            if (Sums != null)
                (Sums[Layout.SumOf(group, affine)], Sums[Layout.ProductSumOf(group, affine)]) = (u.Total, ux.Total);

            u = ux = default;
        }

        return (g, gx);
    }

    private void Propagate(int group, in Standardization<T> standardization, double g, double gx)
    {
        int start = Layout.StartOf(group), inner = group % Layout.Inner;
        double inverse = double.CreateTruncating(Statistics.InverseDeviation[Statistics.IndexOf(group, Layout)]);
        T offset = Given || !Statistics.Centers ? T.Zero : T.CreateTruncating(inverse * g / Layout.GroupSize);
        T slope = Given ? T.Zero : T.CreateTruncating(inverse * gx / Statistics.Divisor);
        for (int k = 0; k < Layout.Segments; k++)
        {
            int position = start + (k * Layout.SegmentStride);
            T scale = T.CreateTruncating(inverse * WeightAt(Layout.AffineOf(inner, k)));
            NormalizationSweeps<T>.InputGradient(
                X + position, Upstream + position, Gradient + position, Layout.Length, standardization, scale, slope, offset);
        }
    }

    private double WeightAt(int index) => Weight == null ? 1 : double.CreateTruncating(Weight[index]);
}
