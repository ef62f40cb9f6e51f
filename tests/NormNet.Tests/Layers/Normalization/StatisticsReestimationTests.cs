using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

public abstract class StatisticsReestimationTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Generator _generator = new(seed: 111);

    [Fact]
    public void Equal_batches_give_the_papers_population_statistics()
    {
        var layer = new BatchNorm<T>(3);
        Tensor<T>[] batches = Batches(6, 6, 6, 6);
        layer.ReestimateStatistics(batches).ShouldBe(0);

        (double[] Mean, double[] Variance)[] each = [.. batches.Select(Moments)];
        for (int c = 0; c < 3; c++)
        {
            Near(layer.Running!.Mean.Value[c], each.Average(batch => batch.Mean[c]));
            Near(layer.Running.Variance.Value[c], each.Average(batch => batch.Variance[c]) * 12 / 11);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Unequal_batches_count_as_what_they_hold(bool unbiased)
    {
        Tensor<T>[] batches = Batches(9, 2, 1, 5);
        (double[] mean, double[] variance) = Moments(Tensor<T>.Concatenate(batches, axis: 0));
        (double[] Mean, double[] Variance)[] each = [.. batches.Select(Moments)];
        double[] counts = [18, 4, 2, 10];

        var layer = new BatchNorm<T>(3, running: RunningStatistics.Exponential(unbiased: unbiased));
        layer.ReestimateStatistics(batches, PopulationVariance.Total);
        Near(layer.Running!.Mean.Value, mean);
        Near(layer.Running.Variance.Value, [.. variance.Select(v => unbiased ? v * 34 / 33 : v)]);

        layer.ReestimateStatistics(batches, PopulationVariance.WithinBatches);
        Near(layer.Running.Mean.Value, mean);
        double divisor = unbiased ? 34 - 4 : 34;
        Near(layer.Running.Variance.Value, [.. Enumerable.Range(0, 3).Select(c => each.Select((batch, i) => counts[i] * batch.Variance[c]).Sum() / divisor)]);
    }

    [Fact]
    public void However_a_data_set_is_cut_its_total_statistics_are_the_same()
    {
        Tensor<T> all = _generator.Normal<T>([24, 3], mean: 2);
        double[][] found =
        [
            .. new[] { 24, 12, 7, 2 }.Select(size =>
            {
                var layer = new BatchNorm<T>(3);
                IEnumerable<int> starts = Enumerable.Range(0, (24 + size - 1) / size).Select(i => i * size);
                layer.ReestimateStatistics(starts.Select(start => all.Slice(0, start, Math.Min(size, 24 - start))), PopulationVariance.Total);
                return Doubles(layer.Running!.Variance.Value);
            }),
        ];
        foreach (double[] variance in found)
            Near(found[0], variance);
    }

    [Fact]
    public void A_layer_behind_sees_what_it_sees_in_training()
    {
        BatchNorm<T> first = Nn<T>.BatchNorm(3), second = Nn<T>.BatchNorm(3);
        Sequential<T> model = Nn<T>.Sequential(first, Nn<T>.Relu(), Nn<T>.Dropout(0.5), second);
        Tensor<T>[] batches = Batches(4, 7);
        model.ReestimateStatistics(batches, PopulationVariance.Total);

        BatchNorm<T> trains = Nn<T>.BatchNorm(3);
        Tensor<T>[] hidden = [.. batches.Select(batch => trains.Forward(batch).Relu().Value)];
        (double[] mean, double[] variance) = Moments(Tensor<T>.Concatenate(hidden, axis: 0));
        Near(second.Running!.Mean.Value, mean);
        Near(second.Running.Variance.Value, [.. variance.Select(v => v * 22 / 21)]);
    }

    [Fact]
    public void Only_running_means_and_variances_change()
    {
        BatchNorm<T> layer = Nn<T>.BatchNorm(3), frozen = Nn<T>.BatchNorm(3);
        Sequential<T> model = Nn<T>.Sequential(layer, Nn<T>.Dropout(0.5), frozen);
        model.Initialize(_generator);
        model.Forward(_generator.Normal<T>([8, 3, 2]));
        frozen.Freeze();
        model[1].Eval();
        StateDictionary before = model.StateDict(), random = model.RandomState();
        double[] kept = Doubles(frozen.Running!.Mean.Value);

        using var tape = Tape<T>.Record();
        model.ReestimateStatistics(Batches(5, 5));

        tape.Nodes.Count.ShouldBe(0);
        model.StateDict().Where(entry => !entry.Value.Bytes.Span.SequenceEqual(before[entry.Key].Bytes.Span)).Select(entry => entry.Key)
            .ShouldBe(["0.running_mean", "0.running_var"]);
        model.RandomState().Values.Single().ToIntegers().ShouldBe(random.Values.Single().ToIntegers());
        model.Modules().Select(module => module.IsTraining).ShouldBe([true, true, false, true]);
        Doubles(frozen.Running.Mean.Value).ShouldBe(kept);
        layer.Running!.Batches.ShouldBe(1);
    }

    [Fact]
    public void What_throws_changes_nothing()
    {
        BatchNorm<T> layer = Nn<T>.BatchNorm(3);
        Sequential<T> model = Nn<T>.Sequential(layer);
        model.Initialize(_generator);
        Tensor<T> mean = layer.Running!.Mean.Value;
        Should.Throw<ArgumentException>(() => model.ReestimateStatistics([])).Message.ShouldContain("no batch");
        Should.Throw<ArgumentException>(() => model.ReestimateStatistics([.. Batches(5), Tensor<T>.Ones([1, 3])])).Message.ShouldContain("from 1 value,");

        layer.Running.Mean.Value.ShouldBeSameAs(mean);
        layer.UsesBatchStatistics.ShouldBeTrue();
        model.Eval();
        layer.UsesBatchStatistics.ShouldBeFalse();
        layer.Forward(Tensor<T>.Ones([1, 3])).Shape.ShouldBe([1, 3]);
    }

    [Fact]
    public void A_batch_that_is_not_finite_is_left_out_and_told_of()
    {
        Tensor<T>[] batches = Batches(5, 5, 4);
        BatchNorm<T> layer = Nn<T>.BatchNorm(3), sound = Nn<T>.BatchNorm(3);
        sound.ReestimateStatistics([batches[0], batches[2]]);
        batches[1].AsWritableSpan()[3] = T.NaN;
        layer.ReestimateStatistics(batches).ShouldBe(1);
        Doubles(layer.Running!.Variance.Value).ShouldBe(Doubles(sound.Running!.Variance.Value));

        var follows = new BatchNorm<T>(3, running: RunningStatistics.PyTorch() with { SkipsNonFinite = false });
        follows.ReestimateStatistics(batches).ShouldBe(0);
        Doubles(follows.Running!.Mean.Value).ShouldContain(value => double.IsNaN(value));
    }

    [Fact]
    public void The_kin_of_batch_normalization_are_estimated_alike()
    {
        Tensor<T>[] batches = Batches(6, 9);
        Tensor<T>[] thirds = [.. batches.SelectMany(batch => Enumerable.Range(0, batch.Shape[0] / 3).Select(i => batch.Slice(0, 3 * i, 3)))];
        (double[] mean, double[] variance) = Estimated(Nn<T>.BatchNorm(3), batches);

        var renorm = new BatchRenorm<T>(3, rMax: 3, dMax: 5, running: RunningStatistics.PyTorch());
        Same(Estimated(renorm, batches), (mean, variance));
        Same(Estimated(Nn<T>.GhostBatchNorm(3, virtualBatch: 3), batches), Estimated(Nn<T>.BatchNorm(3), thirds));

        SyncBatchNorm<T> sync = Nn<T>.SyncBatchNorm(3);
        sync.ReestimateStatistics(batches, batch => sync.Forward([batch.Slice(0, 0, 2), batch.Slice(0, 2, batch.Shape[0] - 2)]));
        Same((Doubles(sync.Running!.Mean.Value), Doubles(sync.Running.Variance.Value)), (mean, variance));

        var instance = new InstanceNorm<T>(3, running: RunningStatistics.PyTorch());
        instance.ReestimateStatistics(batches, PopulationVariance.Total);
        Near(instance.Running!.Mean.Value, mean);

        (double[] Mean, double[] Variance) Estimated(RunningNormalizationLayer<T> layer, Tensor<T>[] data)
        {
            layer.ReestimateStatistics(data);
            return (Doubles(layer.Running!.Mean.Value), Doubles(layer.Running.Variance.Value));
        }

        void Same((double[] Mean, double[] Variance) got, (double[] Mean, double[] Variance) wanted)
        {
            Near(got.Mean, wanted.Mean);
            Near(got.Variance, wanted.Variance);
        }
    }

    private Tensor<T>[] Batches(params int[] samples) =>
        [.. samples.Select((count, i) => _generator.Normal<T>([count, 3, 2], mean: i, deviation: 1 + (0.3 * i)))];

    private static (double[] Mean, double[] Variance) Moments(Tensor<T> x)
    {
        double[][] channels = [.. Enumerable.Range(0, 3).Select(c => Doubles(x.Slice(1, c, 1)))];
        return ([.. channels.Select(values => values.Average())], [.. channels.Select(values => values.Average(v => Math.Pow(v - values.Average(), 2)))]);
    }

    private static void Near(T got, double expected) =>
        double.CreateTruncating(got).ShouldBe(expected, Tolerance.Normalization<T>(2) * Math.Max(1, Math.Abs(expected)));

    private static void Near(Tensor<T> got, double[] expected) => Near(Doubles(got), expected);

    private static void Near(double[] got, double[] expected)
    {
        foreach ((double a, double b) in got.Zip(expected))
            a.ShouldBe(b, Tolerance.Normalization<T>(2) * Math.Max(1, Math.Abs(b)));
    }

    private static double[] Doubles(Tensor<T> tensor) => [.. tensor.AsSpan().ToArray().Select(double.CreateTruncating)];
}

public sealed class FloatStatisticsReestimationTests : StatisticsReestimationTests<float>;

public sealed class DoubleStatisticsReestimationTests : StatisticsReestimationTests<double>;
