using System.Numerics;
using NormNet.Lab;
using NormNet.Tensors;

namespace NormNet.Tests.Lab;

/// <summary>Cases for comparisons: x = 5·N(0,1) + 12, γ away from 1, β away from 0, a random upstream gradient.</summary>
internal static class Cases
{
    public static NormalizationCase<T> Of<T>(NormalizationPlan plan, int seed, double mean = 12, double deviation = 5)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var generator = new Generator(seed);
        return new NormalizationCase<T>(plan, generator.Normal<T>(plan.Input, mean, deviation), generator.Normal<T>(plan.Input))
            .WithAffine(generator.Uniform<T>(plan.AffineShape, 0.5, 2), generator.Normal<T>(plan.AffineShape));
    }

    /// <summary>The same with given statistics, as in evaluation.</summary>
    public static NormalizationCase<T> InEvaluation<T>(NormalizationCase<T> at, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var generator = new Generator(seed);
        return at.WithStatistics(generator.Normal<T>(at.Plan.AffineShape, 12), generator.Uniform<T>(at.Plan.AffineShape, 10, 40));
    }

    /// <summary>A small batch normalization whose shape changes with the seed.</summary>
    public static NormalizationCase<double> Small(int seed)
    {
        var generator = new Generator(seed);
        Shape shape = seed % 3 == 0 ? [4, 2, 2] : [4 + generator.NextInt(6), 2 + generator.NextInt(3)];
        return Of<double>(NormalizationPlan.Batch(shape), seed);
    }
}
