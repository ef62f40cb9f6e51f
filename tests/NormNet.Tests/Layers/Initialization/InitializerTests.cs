using MathNet.Numerics.Statistics;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

public class InitializerTests
{
    private const int Outputs = 120, Inputs = 30, Kernel = 3;

    private static readonly Shape Weight = [Outputs, Inputs, Kernel, Kernel];
    private static readonly Fans WeightFans = Fans.Of(Weight);

    private static readonly Dictionary<string, (Initializer Initializer, double Deviation, double Mean, double Bound)> Distributions = new()
    {
        ["default"] = (Initializer.Default, 1 / Math.Sqrt(3 * 270), 0, 1 / Math.Sqrt(270)),
        ["uniform"] = (Initializer.Uniform(-1, 3), 4 / Math.Sqrt(12), 1, 3),
        ["normal"] = (Initializer.Normal(2, 0.5), 0.5, 2, double.PositiveInfinity),
        ["Kaiming uniform"] = (Initializer.KaimingUniform(), Math.Sqrt(2.0 / 270), 0, Math.Sqrt(6.0 / 270)),
        ["Kaiming normal"] = (Initializer.KaimingNormal(), Math.Sqrt(2.0 / 270), 0, double.PositiveInfinity),
        ["Kaiming, fan out, leaky"] = (
            Initializer.KaimingNormal(Gain.LeakyRelu(0.5), Fan.Out), Math.Sqrt(2 / 1.25 / 1080), 0, double.PositiveInfinity),
        ["Xavier uniform"] = (Initializer.XavierUniform(Gain.Tanh), 5.0 / 3 * Math.Sqrt(2.0 / 1350), 0, 5.0 / 3 * Math.Sqrt(6.0 / 1350)),
        ["Xavier normal"] = (Initializer.XavierNormal(), Math.Sqrt(2.0 / 1350), 0, double.PositiveInfinity),

        // The deviation of a normal distribution cut at ±c is √(1 − 2c·φ(c)/(2Φ(c) − 1)).
        ["truncated at 2"] = (Initializer.TruncatedNormal(1, 0.1), 0.1 * 0.8796256610342398, 1, 1.2),
        ["truncated at 0.5"] = (Initializer.TruncatedNormal(0, 2, cut: 0.5), 2 * 0.2838822900443272, 0, 1),
    };

    public static TheoryData<string> Names => [.. Distributions.Keys];

    /// <summary>
    /// A mean of n numbers errs by σ/√n, a deviation by at most σ·√((κ − 1)/4n), κ ≤ 3 here; five times that are met once in a million.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Mean_and_deviation_are_those_of_the_distribution(string name)
    {
        (Initializer initializer, double deviation, double mean, double bound) = Distributions[name];
        double[] drawn = initializer.Draw(Weight, WeightFans, new Generator(seed: 1)).AsSpan().ToArray();
        double error = 5 * deviation / Math.Sqrt(drawn.Length);
        drawn.Mean().ShouldBe(mean, error);
        drawn.PopulationStandardDeviation().ShouldBe(deviation, error * Math.Sqrt(0.5));
        drawn.ShouldAllBe(value => value <= bound);
        if (double.IsFinite(bound))
            drawn.Max().ShouldBeGreaterThan(mean + (0.99 * (bound - mean)));
    }

    [Theory]
    [InlineData(7, 5)]
    [InlineData(5, 7)]
    [InlineData(6, 6)]
    [InlineData(1, 9)]
    public void Orthogonal_rows_or_columns_have_the_length_of_the_gain(int rows, int columns)
    {
        Tensor<double> w = Initializer.Orthogonal(gain: 3).Draw([rows, columns], new Fans(columns, rows), new Generator(seed: 1));
        Tensor<double> product = rows <= columns ? w.MatMul(w, transposeB: true) : w.MatMul(w, transposeA: true);
        for (int i = 0; i < product.Shape[0]; i++)
        {
            for (int j = 0; j < product.Shape[0]; j++)
                product[i, j].ShouldBe(i == j ? 9 : 0, 1e-13);
        }
    }

    [Fact]
    public void Orthogonal_matrices_are_uniform_and_not_only_those_whose_R_has_one_sign()
    {
        // Without the signs of R, Householder's Q of one row or column would always have the same sign.
        int positive = Enumerable.Range(0, 200).Count(
            seed => Initializer.Orthogonal().Draw([1, 1], new Fans(1, 1), new Generator(seed))[0, 0] > 0);
        positive.ShouldBeInRange(65, 135);
    }

    [Fact]
    public void A_kernel_is_orthogonal_over_all_that_one_output_reads()
    {
        Tensor<double> w = Initializer.Orthogonal().Draw([4, 2, 3, 3], new Fans(18, 36), new Generator(seed: 2)).Reshape(4, 18);
        Tensor<double> product = w.MatMul(w, transposeB: true);
        for (int i = 0; i < 16; i++)
            product.AsSpan()[i].ShouldBe(i % 5 == 0 ? 1 : 0, 1e-14);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_numbers_and_another_seed_others(string name)
    {
        Initializer initializer = Distributions[name].Initializer;
        double[] first = Draw(seed: 1);
        Draw(seed: 1).ShouldBe(first);
        Draw(seed: 2).ShouldNotBe(first);

        double[] Draw(int seed) => initializer.Draw([20, 3], new Fans(3, 20), new Generator(seed)).AsSpan().ToArray();
    }

    [Fact]
    public void A_constant_draws_nothing()
    {
        var generator = new Generator(seed: 1);
        Initializer.Constant(0.5).Draw([2, 2], new Fans(2, 2), generator).AsSpan().ToArray().ShouldBe([0.5, 0.5, 0.5, 0.5]);
        generator.NextDouble().ShouldBe(new Generator(seed: 1).NextDouble());
    }

    [Fact]
    public void Gains_are_PyTorchs()
    {
        // torch.nn.init.calculate_gain of PyTorch 1.13.1.
        Gain.Relu.ShouldBe(1.4142135623730951);
        Gain.Tanh.ShouldBe(1.6666666666666667);
        Gain.LeakyRelu().ShouldBe(1.4141428569978354, 1e-15);
        Gain.LeakyRelu(0.2).ShouldBe(1.3867504905630728, 1e-15);
        WeightFans.ShouldBe(new Fans(In: 270, Out: 1080));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    [InlineData(double.PositiveInfinity)]
    public void Sizes_are_finite_and_not_negative(double size)
    {
        Should.Throw<ArgumentException>(() => Initializer.KaimingUniform(size)).Message.ShouldContain("gain");
        Should.Throw<ArgumentException>(() => Initializer.KaimingNormal(size)).Message.ShouldContain("gain");
        Should.Throw<ArgumentException>(() => Initializer.XavierUniform(size)).Message.ShouldContain("gain");
        Should.Throw<ArgumentException>(() => Initializer.XavierNormal(size)).Message.ShouldContain("gain");
        Should.Throw<ArgumentException>(() => Initializer.Orthogonal(size)).Message.ShouldContain("gain");
        Should.Throw<ArgumentException>(() => Initializer.Normal(0, size)).Message.ShouldContain("deviation");
        Should.Throw<ArgumentException>(() => Initializer.TruncatedNormal(0, size)).Message.ShouldContain("deviation");
        Should.Throw<ArgumentException>(() => Initializer.TruncatedNormal(0, 1, size)).Message.ShouldContain("cut");
    }

    [Fact]
    public void Bad_arguments_are_refused_with_what_would_fit()
    {
        Should.Throw<ArgumentException>(() => Initializer.Constant(double.NaN)).Message.ShouldContain("value");
        Should.Throw<ArgumentException>(() => Initializer.Uniform(1, 0));
        Should.Throw<ArgumentException>(() => Initializer.Uniform(double.NegativeInfinity, 0)).Message.ShouldContain("low");
        Should.Throw<ArgumentException>(() => Initializer.Normal(double.NaN)).Message.ShouldContain("mean");
        Should.Throw<ArgumentException>(() => Initializer.KaimingNormal(1, (Fan)5)).Message.ShouldContain("In or Out");
        Should.Throw<ArgumentException>(() => Fans.Of([3])).Message.ShouldContain("(3)");
        Should.Throw<ArgumentException>(() => Initializer.Orthogonal().Draw([3], default, new Generator(1))).Message.ShouldContain("(3)");
        Should.Throw<ArgumentException>(
            () => Initializer.From((_, _, _) => Tensor<double>.Zeros([2])).Draw([3], default, new Generator(1))).Message.ShouldContain("(2)");
    }
}
