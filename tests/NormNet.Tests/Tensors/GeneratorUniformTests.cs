using MathNet.Numerics.Distributions;
using MathNet.Numerics.Random;
using NormNet.Tensors;

namespace NormNet.Tests.Tensors;

public sealed class GeneratorUniformTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(-0.3, 0.7)]
    [InlineData(-1e9, 3)]
    [InlineData(2, 2)]
    public void Uniform_numbers_are_those_of_MathNets_distribution_to_the_bit(double low, double high)
    {
        var generator = new Generator(seed: 5);
        ulong key = (ulong)generator.Key;
        double[] expected = new double[10_001];
        ContinuousUniform.Samples(new Xoshiro256StarStar((int)(key ^ (key >> 32)), threadSafe: false), expected, low, high);
        generator.Uniform<double>([10_001], low, high).AsSpan().SequenceEqual(expected).ShouldBeTrue();
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(double.NaN, 1)]
    [InlineData(0, double.NaN)]
    public void An_interval_that_is_none_is_refused(double low, double high) =>
        Should.Throw<ArgumentException>(() => new Generator(seed: 1).Uniform<float>([3], low, high)).Message.ShouldContain("interval");
}
