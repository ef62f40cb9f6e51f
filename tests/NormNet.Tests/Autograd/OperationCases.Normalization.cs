using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Tests.Autograd;

public static partial class OperationCases
{
    private static readonly (string Name, NormalizationPlan Plan)[] Plans =
    [
        ("batch (7, 3)", NormalizationPlan.Batch([7, 3])),
        ("batch (3, 2, 5)", NormalizationPlan.Batch([3, 2, 5]).WithEpsilon(0.1)),
        ("batch, unbiased", NormalizationPlan.Batch([2, 3, 4, 2]).WithUnbiasedVariance()),
        ("virtual batches", NormalizationPlan.VirtualBatches([4, 3, 2], 2)),
        ("instance", NormalizationPlan.Instance([2, 3, 4])),
        ("group (2, 4, 3)", NormalizationPlan.Group([2, 4, 3], 2)),
        ("group (3, 6)", NormalizationPlan.Group([3, 6], 2)),
        ("layer", NormalizationPlan.Layer([4, 5], [5])),
        ("layer over two axes", NormalizationPlan.Layer([2, 3, 4], [3, 4])),
        ("root mean square", NormalizationPlan.Layer([3, 5], [5]).WithoutCentering()),
    ];

    private static IEnumerable<OperationCase> Normalizations()
    {
        foreach ((string name, NormalizationPlan plan) in Plans)
        {
            Tensor<double> x = new Generator(1).Normal<double>(plan.Input, mean: 0.3), u = new Generator(2).Normal<double>(plan.Input);
            Tensor<double> weight = new Generator(3).Normal<double>(plan.AffineShape), bias = new Generator(4).Normal<double>(plan.AffineShape);

            yield return new(typeof(Normalize<>), name, v => new Normalize<double>(plan, true, true).Apply(v), x, weight, bias);
            yield return new(typeof(Normalize<>), $"{name}, no γ", v => new Normalize<double>(plan, false, true).Apply(v), x, bias);
            yield return new(typeof(Normalize<>), $"{name}, x̂", v => new Normalize<double>(plan, false, false).Apply(v), x);
            yield return new(
                typeof(NormalizeInputGradient<>), name, v => new NormalizeInputGradient<double>(plan).Apply(v), x, u, weight);
            yield return new(
                typeof(NormalizeInputGradient<>), $"{name}, no γ", v => new NormalizeInputGradient<double>(plan).Apply(v), x, u);
            yield return new(typeof(NormalizeWeightGradient<>), name, v => new NormalizeWeightGradient<double>(plan).Apply(v), x, u);
            yield return new(typeof(NormalizeBiasGradient<>), name, v => new NormalizeBiasGradient<double>(plan).Apply(v), u);
        }

        var batch = NormalizationPlan.Batch([3, 2, 4]);
        Tensor<double> input = Normal(1, 3, 2, 4), mean = Normal(2, 2), variance = Positive(3, 2), scale = Normal(4, 2), shift = Normal(5, 2);
        yield return new(
            typeof(NormalizeWithStatistics<>), "γ and β", v => new NormalizeWithStatistics<double>(batch, true, true).Apply(v), input, mean, variance, scale, shift);
        yield return new(
            typeof(NormalizeWithStatisticsWeightGradient<>),
            "batch",
            v => new NormalizeWithStatisticsWeightGradient<double>(batch).Apply(v),
            input,
            mean,
            variance,
            Normal(6, 3, 2, 4));
        yield return new(
            typeof(NormalizeWithStatisticsWeightGradient<>),
            "instance",
            v => new NormalizeWithStatisticsWeightGradient<double>(NormalizationPlan.Instance([3, 2, 4])).Apply(v),
            input,
            mean,
            variance,
            Normal(6, 3, 2, 4));
        yield return new(
            typeof(NormalizeWithStatistics<>), "γ", v => new NormalizeWithStatistics<double>(batch, true, false).Apply(v), input, mean, variance, scale);
        yield return new(
            typeof(NormalizeWithStatistics<>), "β", v => new NormalizeWithStatistics<double>(batch, false, true).Apply(v), input, mean, variance, shift);
        yield return new(
            typeof(NormalizeWithStatistics<>), "x̂", v => new NormalizeWithStatistics<double>(batch, false, false).Apply(v), input, mean, variance);
    }
}
