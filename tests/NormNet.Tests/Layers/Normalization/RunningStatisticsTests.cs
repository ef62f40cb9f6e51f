using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

public sealed class RunningStatisticsTests
{
    public static TheoryData<RunningRule, double, double, double> Conventions => new()
    {
        // The batch 1, 2, 3, 4 has mean 2.5 and variance 5/4 biased, 5/3 unbiased; before, mean 0 and variance 1.
        { RunningStatistics.PyTorch(0.1), 0.25, 0.9 + (0.1 * 5 / 3), 1e-5 },
        { RunningStatistics.Keras(0.9), 0.25, 1.025, 1e-3 },
        { RunningStatistics.Flax(0.9), 0.25, 1.025, 1e-5 },
        { RunningStatistics.Onnx(0.9), 0.25, 1.025, 1e-5 },
        { RunningStatistics.Cs231n(0.9), 0.25, 1.025, 1e-5 },
        { RunningStatistics.Exponential(0.5, unbiased: false), 1.25, 1.125, 1e-5 },
    };

    [Theory]
    [MemberData(nameof(Conventions))]
    public void Each_convention_gives_its_frameworks_number(RunningRule rule, double mean, double variance, double epsilon)
    {
        var layer = new BatchNorm<double>(1, running: rule);
        layer.Forward(Tensor<double>.From([[1], [2], [3], [4]]));

        layer.Running!.Mean.Value.Item().ShouldBe(mean, 1e-12);
        layer.Running.Variance.Value.Item().ShouldBe(variance, 1e-12);
        layer.Running.Batches.ShouldBe(1);
        layer.Epsilon.ShouldBe(epsilon);
    }

    [Fact]
    public void A_tensor_that_somebody_has_seen_keeps_its_numbers_and_others_cost_no_array()
    {
        const int Channels = 500, Batches = 100;
        RunningStatistics<float> running = new BatchNorm<float>(Channels).Running!;
        float[] means = [.. Enumerable.Repeat(2f, Channels)], variances = [.. Enumerable.Repeat(3f, Channels)];
        running.Update(means, variances, 10);
        Tensor<float> seen = running.Mean.Value;
        float[] numbers = seen.AsSpan().ToArray();
        for (int i = 0; i < 3; i++)
            running.Update(means, variances, 10);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Batches; i++)
            running.Update(means, variances, 10);
        ((GC.GetAllocatedBytesForCurrentThread() - before) / Batches).ShouldBeLessThan(Channels * sizeof(float));

        seen.AsSpan().ToArray().ShouldBe(numbers);
        running.Mean.Value[0].ShouldBe(2, 1e-4);
    }

    [Fact]
    public void The_cumulative_rule_averages_all_batches()
    {
        var layer = new BatchNorm<double>(2, running: RunningStatistics.Cumulative());
        var generator = new Generator(seed: 3);
        Tensor<double>[] batches = [.. Enumerable.Range(0, 5).Select(_ => generator.Normal<double>([6, 2], mean: 3))];
        foreach (Tensor<double> batch in batches)
            layer.Forward(batch);

        for (int c = 0; c < 2; c++)
        {
            double mean = batches.Average(batch => Enumerable.Range(0, 6).Average(n => batch[n, c]));
            layer.Running!.Mean.Value[c].ShouldBe(mean, 1e-12);
        }

        layer.Running!.Batches.ShouldBe(5);
    }

    [Fact]
    public void A_batch_that_is_not_finite_is_skipped_and_counted()
    {
        var layer = new BatchNorm<float>(1);
        layer.Forward(Tensor<float>.From([[1], [2]]));
        Tensor<float> mean = layer.Running!.Mean.Value;

        layer.Forward(Tensor<float>.From([[double.NaN], [2]]));
        layer.Forward(Tensor<float>.From([[1e30], [-1e30]]));

        layer.Running.Mean.Value.ShouldBeSameAs(mean);
        layer.Running.Batches.ShouldBe(1);
        layer.Running.SkippedBatches.ShouldBe(2);
    }

    [Fact]
    public void A_rule_may_follow_what_is_not_finite()
    {
        var layer = new BatchNorm<float>(1, running: RunningStatistics.Exponential() with { SkipsNonFinite = false });
        layer.Forward(Tensor<float>.From([[double.NaN], [2]]));

        float.IsNaN(layer.Running!.Mean.Value.Item()).ShouldBeTrue();
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_momentum_that_is_no_weight_is_refused(double momentum)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => RunningStatistics.Exponential(momentum));
        Should.Throw<ArgumentOutOfRangeException>(() => RunningStatistics.Keras(momentum));
    }

    [Fact]
    public void Instance_statistics_are_averaged_over_the_samples()
    {
        var layer = new InstanceNorm<double>(2, running: RunningStatistics.Exponential(1, unbiased: false));
        Tensor<double> x = new Generator(seed: 4).Normal<double>([3, 2, 5]);
        layer.Forward(x);

        for (int c = 0; c < 2; c++)
        {
            double[][] maps = [.. Enumerable.Range(0, 3).Select(n => Enumerable.Range(0, 5).Select(s => x[n, c, s]).ToArray())];
            layer.Running!.Mean.Value[c].ShouldBe(maps.Average(map => map.Average()), 1e-12);
            layer.Running.Variance.Value[c].ShouldBe(maps.Average(map => map.Average(v => Math.Pow(v - map.Average(), 2))), 1e-12);
        }
    }
}
