using System.Numerics;
using MathNet.Numerics.Statistics;
using NormNet.Data;
using NormNet.Tensors;

namespace NormNet.Tests.Data;

public sealed class StandardizationFloatTests : StandardizationTests<float>;

public sealed class StandardizationDoubleTests : StandardizationTests<double>;

public abstract class StandardizationTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Mean_and_deviation_are_those_of_the_channel()
    {
        // Far from 0 in one channel, so that a difference of sums would show.
        Tensor<T> inputs = new Generator(1).Normal<T>([40, 3, 5], mean: 1);
        Span<T> values = inputs.AsWritableSpan();
        for (int i = 0; i < values.Length; i++)
            values[i] += i / 5 % 3 == 1 ? T.CreateTruncating(1000) : T.Zero;

        var fitted = Standardization.Fit(new DataSet<T>(inputs, Tensor<T>.Zeros([40])));

        for (int channel = 0; channel < 3; channel++)
        {
            double[] own = [.. inputs.AsSpan().ToArray().Where((_, i) => i / 5 % 3 == channel).Select(double.CreateTruncating)];
            double tolerance = Tolerance.For<double>(own.Length) * own.MaximumAbsolute();
            fitted.Mean[channel].ShouldBe(own.Mean(), tolerance);
            fitted.Deviation[channel].ShouldBe(own.PopulationStandardDeviation(), tolerance);
        }
    }

    [Fact]
    public void Bytes_and_the_tensor_of_their_values_are_standardized_alike()
    {
        byte[] bytes = new byte[20 * 2 * 9];
        new Random(2).NextBytes(bytes);
        var packed = DataSet<T>.FromBytes(bytes, [20, 2, 3, 3], new int[20]);
        var plain = new DataSet<T>(packed.Inputs, packed.Labels);
        var fitted = Standardization.Fit(packed);

        fitted.Apply(packed).Inputs.AsSpan().SequenceEqual(fitted.Apply(plain).Inputs.AsSpan()).ShouldBeTrue();
        fitted.Mean.SequenceEqual(Standardization.Fit(plain).Mean).ShouldBeTrue();
    }

    [Fact]
    public void The_test_set_is_standardized_by_the_statistics_of_the_training_set()
    {
        var train = new DataSet<T>(Tensor<T>.From([[1, 10], [3, 30]]), IndexTensor.From(0, 1));
        var test = new DataSet<T>(Tensor<T>.From([[5, 20]]), IndexTensor.From(1));

        var (trainResult, testResult) = new DataSplit<T>(train, test).Standardize();

        trainResult.Inputs.AsSpan().ToArray().ShouldBe([-T.One, -T.One, T.One, T.One]);
        testResult.Inputs.AsSpan().ToArray().ShouldBe([T.CreateTruncating(3), T.Zero]);
        testResult.Labels.AsSpan().ToArray().ShouldBe([1]);
    }

    [Fact]
    public void Only_the_samples_of_a_subset_are_measured()
    {
        var data = DataSet<T>.FromBytes([0, 255, 255, 7], [4, 1], new int[4]).Subset(1, 2, 0);

        Standardization.Fit(data).Mean[0].ShouldBe(2 / 3.0, Tolerance.For<double>(3));
    }

    [Fact]
    public void A_channel_that_never_varies_becomes_0()
    {
        var data = DataSet<T>.FromBytes([9, 1, 9, 2], [2, 2], [0, 0]);

        var result = Standardization.Fit(data).Apply(data);

        result.Inputs[0, 0].ShouldBe(T.Zero);
        result.Inputs[1, 0].ShouldBe(T.Zero);
        T.IsFinite(result.Inputs[1, 1]).ShouldBeTrue();
    }

    [Fact]
    public void Numbers_that_cannot_standardize_are_refused()
    {
        var data = DataSet<T>.FromBytes([9, 1, 9, 2], [2, 2], [0, 0]);
        var infinite = new DataSet<T>(Tensor<T>.Full([2, 1], double.PositiveInfinity), IndexTensor.From(0, 0));

        Should.Throw<ArgumentException>(() => new Standardization([1, 2], [1])).Message.ShouldContain("2 means and 1 deviations");
        Should.Throw<ArgumentException>(() => new Standardization([1], [-1])).Message.ShouldContain("channel 0");
        Should.Throw<ArgumentException>(() => new Standardization([double.NaN], [1])).Message.ShouldContain("NaN");
        Should.Throw<ArgumentException>(() => new Standardization([1], [1]).Apply(data)).Message.ShouldContain("(2, 2)");
        Should.Throw<ArgumentException>(() => Standardization.Fit(infinite)).Message.ShouldContain("channel 0");
    }
}
