using MathNet.Numerics.Distributions;
using NormNet.Tensors;

namespace NormNet.Tests.Tensors;

public class GeneratorDistributionTests
{
    private const int Count = 20_000;

    [Theory]
    [InlineData(0, 1, -2, 2)]
    [InlineData(1, 0.5, 0.75, 3)]
    [InlineData(0, 1, 8, 9)]
    [InlineData(0, 1, -12, -9)]
    public void A_truncated_normal_number_stays_inside_and_has_the_distribution(double mean, double deviation, double low, double high)
    {
        double[] drawn = new Generator(seed: 3).TruncatedNormal<double>([Count], mean, deviation, low, high).AsSpan().ToArray();
        drawn.Min().ShouldBeGreaterThanOrEqualTo(low);
        drawn.Max().ShouldBeLessThanOrEqualTo(high);

        // Kolmogorov's distance: above 1.95/√n one sample in a thousand. Tails are mirrored to where the function keeps its digits.
        double side = low > mean ? -1 : 1;
        double F(double x) => Normal.CDF(0, 1, side * (x - mean) / deviation);
        double from = F(side > 0 ? low : high), to = F(side > 0 ? high : low);
        double[] sorted = [.. drawn.Select(x => (F(x) - from) / (to - from)).Order()];
        sorted.Select((u, i) => Math.Abs(u - ((i + 0.5) / Count))).Max().ShouldBeLessThan(1.95 / Math.Sqrt(Count));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(1.0)]
    public void Bernoulli_numbers_are_ones_as_often_as_the_probability_says(double probability)
    {
        double[] drawn = new Generator(seed: 4).Bernoulli<double>([Count], probability).AsSpan().ToArray();
        drawn.Except([0.0, 1.0]).ShouldBeEmpty();
        drawn.Average().ShouldBe(probability, 1e-12 + (4 * Math.Sqrt(probability * (1 - probability) / Count)));
    }

    [Fact]
    public void Both_are_the_same_for_the_same_seed_and_in_float_the_rounded_numbers_of_double()
    {
        Tensor<double> x = new Generator(seed: 5).TruncatedNormal<double>([50]);
        new Generator(seed: 5).TruncatedNormal<float>([50]).AsSpan().ToArray().ShouldBe(x.Cast<float>().AsSpan().ToArray());
        new Generator(seed: 5).Bernoulli<float>([50], 0.4).AsSpan().ToArray()
            .ShouldBe(new Generator(seed: 5).Bernoulli<double>([50], 0.4).Cast<float>().AsSpan().ToArray());
    }

    [Fact]
    public void Impossible_distributions_are_refused()
    {
        var generator = new Generator(seed: 6);
        Should.Throw<ArgumentException>(() => generator.TruncatedNormal<float>([2], low: 1, high: 1)).Message.ShouldContain("between 1 and 1");
        Should.Throw<ArgumentException>(() => generator.TruncatedNormal<float>([2], deviation: 0));
        Should.Throw<ArgumentOutOfRangeException>(() => generator.Bernoulli<float>([2], 1.5)).Message.ShouldContain("1.5");
        Should.Throw<ArgumentOutOfRangeException>(() => generator.Bernoulli<float>([2], double.NaN));
    }
}
