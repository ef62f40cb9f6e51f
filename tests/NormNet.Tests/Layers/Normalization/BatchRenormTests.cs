using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

public abstract class BatchRenormTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Generator _generator = new(seed: 81);

    [Fact]
    public void Without_room_for_a_correction_it_is_batch_normalization()
    {
        BatchRenorm<T> layer = Trained(rMax: 1, dMax: 0);
        BatchNorm<T> plain = Like(layer);
        Tensor<T> x = _generator.Normal<T>([9, 3, 2], mean: 1), upstream = _generator.Normal<T>(x.Shape);

        Same(Run(layer, x, upstream), Run(plain, x, upstream), upstream);
        Doubles(layer.Running!.Mean.Value).ShouldBe(Doubles(plain.Running!.Mean.Value));
        Doubles(layer.Running.Variance.Value).ShouldBe(Doubles(plain.Running.Variance.Value));
        layer.Running.Batches.ShouldBe(4);
    }

    [Fact]
    public void Without_limits_training_gives_what_evaluation_gives()
    {
        BatchRenorm<T> layer = Trained(double.PositiveInfinity, double.PositiveInfinity);
        Tensor<T> x = _generator.Normal<T>([9, 3, 2], mean: 5, deviation: 0.2);
        layer.Eval();
        double[] evaluated = Doubles(layer.Forward(x).Value);
        layer.Train();
        foreach ((double trained, double wanted) in Doubles(layer.Forward(x).Value).Zip(evaluated))
            trained.ShouldBe(wanted, Tolerance.Normalization<T>(25) * Math.Max(1, Math.Abs(wanted)));
    }

    [Fact]
    public void The_gradient_takes_r_and_d_for_constants_in_both_orders()
    {
        BatchRenorm<T> layer = Trained(rMax: 1.5, dMax: 0.8);
        Tensor<T> x = _generator.Normal<T>([9, 3, 2], mean: 2), upstream = _generator.Normal<T>(x.Shape);
        (double[] r, double[] d) = Corrections(layer, x);
        r.ShouldContain(value => value != 1 && value > 1 / 1.5);
        d.ShouldContain(0.8);

        // γ(x̂ r + d) + β is batch normalization with γ r and γ d + β.
        BatchNorm<T> plain = Like(layer);
        for (int c = 0; c < 3; c++)
        {
            plain.Weight!.Value.AsWritableSpan()[c] *= T.CreateTruncating(r[c]);
            plain.Bias!.Value.AsWritableSpan()[c] += layer.Weight!.Value[c] * T.CreateTruncating(d[c]);
        }

        double[][] got = Run(layer, x, upstream), expected = Run(plain, x, upstream);
        for (int c = 0; c < 3; c++)
            expected[3][c] = (r[c] * expected[3][c]) + (d[c] * expected[4][c]);
        Same(got, expected, upstream);
    }

    [Fact]
    public void A_correction_is_limited_by_the_running_statistics_before_the_batch()
    {
        var layer = new BatchRenorm<T>(1, rMax: 2, dMax: 0.5, epsilon: 0, running: RunningStatistics.Exponential(0.5, unbiased: false));
        Tensor<T> y = layer.Forward(Tensor<T>.From([[-8], [-2]])).Value;

        // μ = −5 and s = 3 against 0 and 1: r = 3 is cut to 2, d = −5 to −0.5.
        Doubles(y).ShouldBe([-2.5, 1.5]);
        Doubles(layer.Running!.Mean.Value).ShouldBe([-2.5]);
        Doubles(layer.Running.Variance.Value).ShouldBe([5.0]);
    }

    [Fact]
    public void Bad_batches_leave_the_buffers()
    {
        BatchRenorm<T> layer = Trained(3, 5);
        Tensor<T> mean = layer.Running!.Mean.Value, x = Tensor<T>.Ones([4, 3]);
        Should.Throw<ArgumentException>(() => layer.Forward(Tensor<T>.Ones([1, 3]))).Message.ShouldContain("from 1 value,");
        Should.Throw<ArgumentException>(() => layer.Forward(Tensor<T>.Ones([0, 3]))).Message.ShouldContain("from 0 values");
        Should.Throw<ArgumentException>(() => layer.Forward(Tensor<T>.Ones([4, 2]))).Message.ShouldContain("3 channels");
        x.AsWritableSpan()[2] = T.PositiveInfinity;
        layer.Forward(x);

        layer.Running.Mean.Value.ShouldBeSameAs(mean);
        (layer.Running.Batches, layer.Running.SkippedBatches).ShouldBe((3, 1));
        layer.Eval();
        layer.Forward(Tensor<T>.Ones([0, 3])).Shape.ShouldBe([0, 3]);
    }

    [Fact]
    public void Settings_are_checked_shown_and_copied_and_the_state_is_batch_normalizations()
    {
        BatchRenorm<T> layer = Trained(3, 5);
        foreach (double wrong in new[] { 0.99, double.NaN })
            Should.Throw<ArgumentOutOfRangeException>(() => layer.RMax = wrong);
        foreach (double wrong in new[] { -0.01, double.NaN })
            Should.Throw<ArgumentOutOfRangeException>(() => layer.DMax = wrong);
        (layer.RMax, layer.DMax) = (1.5, 0.5);
        layer.ToString().ShouldBe("BatchRenorm(3, 1.5, 0.5, momentum 0.5, biased)");
        layer.Clone().ToString().ShouldBe(layer.ToString());
        Like(layer).StateDict().Keys.ShouldBe(layer.StateDict().Keys);
    }

    [Fact]
    public void The_documentations_example()
    {
        var layer = new BatchRenorm<double>(channels: 1, rMax: 1, dMax: 0);          // batch normalization at first
        for (int step = 0; step < 10; step++)
        {
            layer.Forward(Tensor<double>.From([[1], [2], [3], [4]]));
            if (step == 5)
                (layer.RMax, layer.DMax) = (3, 5);                                    // corrected from here on
        }

        layer.Running!.Batches.ShouldBe(10);
    }

    private BatchRenorm<T> Trained(double rMax, double dMax)
    {
        var layer = new BatchRenorm<T>(3, rMax, dMax, running: RunningStatistics.Keras(momentum: 0.5));
        layer.Weight!.Value.CopyFrom(_generator.Normal<T>([3], mean: 1));
        layer.Bias!.Value.CopyFrom(_generator.Normal<T>([3]));
        for (int step = 0; step < 3; step++)
            layer.Forward(_generator.Normal<T>([12, 3], mean: 1, deviation: 1.2));
        return layer;
    }

    private static BatchNorm<T> Like(BatchRenorm<T> layer)
    {
        var plain = new BatchNorm<T>(3, running: layer.Running!.Rule);
        plain.LoadStateDict(layer.StateDict());
        return plain;
    }

    private static (double[] R, double[] D) Corrections(BatchRenorm<T> layer, Tensor<T> x)
    {
        NormalizationStatistics<T> batch = Normalization.Statistics(layer.PlanOf(x.Shape), x);
        double[] mean = Doubles(layer.Running!.Mean.Value), deviation = [.. Doubles(layer.Running.Variance.Value).Select(v => Math.Sqrt(v + layer.Epsilon))];
        double[] means = [.. batch.Mean.ToArray().Select(double.CreateTruncating)], variances = [.. batch.Variance.ToArray().Select(double.CreateTruncating)];
        return (
            [.. variances.Select((v, c) => Math.Clamp(Math.Sqrt(v + layer.Epsilon) / deviation[c], 1 / layer.RMax, layer.RMax))],
            [.. means.Select((m, c) => Math.Clamp((m - mean[c]) / deviation[c], -layer.DMax, layer.DMax))]);
    }

    /// <summary>Output, gradient of the gradient along a direction, and the gradients of input, γ and β.</summary>
    private static double[][] Run(RunningNormalizationLayer<T> layer, Tensor<T> x, Tensor<T> upstream)
    {
        using var tape = Tape<T>.Record();
        Variable<T> input = tape.Input(x), y = layer.Forward(input);
        Variable<T>[] first = tape.Gradients(y, [input, layer.Weight!, layer.Bias!], upstream, record: true);
        Variable<T> second = tape.Gradients(first[0], [input], new Generator(seed: 3).Normal<T>(x.Shape))[0];
        return [Doubles(y.Value), Doubles(second.Value), .. first.Select(gradient => Doubles(gradient.Value))];
    }

    private static void Same(double[][] got, double[][] expected, Tensor<T> upstream)
    {
        double scale = Doubles(upstream).Sum(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
        {
            foreach ((double a, double b) in got[i].Zip(expected[i]))
                a.ShouldBe(b, Tolerance.Normalization<T>(5) * (i == 0 ? Math.Max(1, Math.Abs(b)) : scale), $"result {i}");
        }
    }

    private static double[] Doubles(Tensor<T> tensor) => [.. tensor.AsSpan().ToArray().Select(double.CreateTruncating)];
}

public sealed class FloatBatchRenormTests : BatchRenormTests<float>;

public sealed class DoubleBatchRenormTests : BatchRenormTests<double>;
