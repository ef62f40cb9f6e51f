using NormNet.Tensors;

namespace NormNet.Tests.Tensors;

/// <summary>Plans of every member of the family, on shapes that reach every path of the kernel.</summary>
internal static class NormalizationPlans
{
    /// <summary>Shapes (N, C, ...): rank 2 to 5, short and long runs, odd sizes, vectors with and without a rest.</summary>
    private static readonly Shape[] Shapes =
    [
        [4, 3], [5, 1], [2, 130], [17, 8], [33, 300], [2, 4, 5], [3, 6, 16], [9, 4, 49], [1, 2, 37], [2, 2, 128],
        [4, 6, 2, 2], [3, 129, 1, 1], [5, 4, 7, 7], [2, 8, 3, 33], [2, 3, 28, 28], [3, 4, 2, 3, 3], [2, 2, 5, 4, 7], [40, 20, 3],
    ];

    internal static IEnumerable<NormalizationPlan> All()
    {
        foreach (Shape shape in Shapes)
        {
            foreach (NormalizationPlan plan in OfShape(shape).Where(plan => plan.ValuesPerStatistic >= 4))
            {
                yield return plan;
                yield return plan.WithEpsilon(1e-3);
                yield return plan.WithoutCentering();
                yield return plan.WithUnbiasedVariance();
            }
        }
    }

    internal static IEnumerable<NormalizationPlan> OfShape(Shape shape)
    {
        yield return NormalizationPlan.Batch(shape);
        foreach (int samples in new[] { 1, 2, 3, 11 }.Where(samples => shape[0] % samples == 0))
            yield return NormalizationPlan.VirtualBatches(shape, samples);
        yield return NormalizationPlan.Instance(shape);
        foreach (int groups in new[] { 1, 2, 3, shape[1] }.Distinct().Where(groups => shape[1] % groups == 0))
            yield return NormalizationPlan.Group(shape, groups);
        for (int axes = 1; axes < shape.Rank; axes++)
            yield return NormalizationPlan.Layer(shape, Shape.Of(shape.Extents[^axes..]));
    }
}
