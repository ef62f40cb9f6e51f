using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

public abstract class GhostBatchNormTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Generator _generator = new(seed: 61);

    [Theory]
    [InlineData(new[] { 12, 3 }, 4, new[] { 4, 4, 4 })]
    [InlineData(new[] { 10, 3 }, 4, new[] { 4, 3, 3 })]
    [InlineData(new[] { 9, 2, 5 }, 4, new[] { 3, 3, 3 })]
    [InlineData(new[] { 13, 2, 3, 4 }, 4, new[] { 4, 3, 3, 3 })]
    [InlineData(new[] { 26, 20, 2 }, 5, new[] { 5, 5, 4, 4, 4, 4 })]
    [InlineData(new[] { 5, 4, 2 }, 1, new[] { 1, 1, 1, 1, 1 })]
    [InlineData(new[] { 6, 4, 18 }, 7, new[] { 6 })]
    public void It_is_batch_normalization_of_each_virtual_batch(int[] extents, int virtualBatch, int[] sizes)
    {
        int channels = extents[1];
        var ghost = new GhostBatchNorm<T>(channels, virtualBatch);
        var plain = new BatchNorm<T>(channels);
        foreach (NormalizationLayer<T> layer in new NormalizationLayer<T>[] { ghost, plain })
        {
            layer.Weight!.Value.CopyFrom(new Generator(seed: 1).Normal<T>([channels], mean: 1));
            layer.Bias!.Value.CopyFrom(new Generator(seed: 2).Normal<T>([channels]));
        }

        Tensor<T> x = _generator.Normal<T>(Shape.Of(extents), mean: 1), upstream = _generator.Normal<T>(x.Shape);
        Tensor<T>[] all = Run(ghost.Forward, ghost, x, upstream);
        Tensor<T>[] parts = Run(input => Variable<T>.Concatenate([.. Parts(input, sizes).Select(plain.Forward)], axis: 0), plain, x, upstream);

        double scale = Doubles(upstream).Sum(Math.Abs);
        for (int i = 0; i < all.Length; i++)
            Near(all[i], parts[i], i == 0 ? 1 : scale);
        Near(ghost.Running!.Mean.Value, plain.Running!.Mean.Value, 1);
        Near(ghost.Running.Variance.Value, plain.Running.Variance.Value, 1);
        ghost.Running.Batches.ShouldBe(sizes.Length);
        plain.Running.Batches.ShouldBe(sizes.Length);
    }

    [Fact]
    public void Evaluation_knows_no_virtual_batches()
    {
        var ghost = new GhostBatchNorm<T>(3, virtualBatch: 4);
        var plain = new BatchNorm<T>(3);
        ghost.Forward(_generator.Normal<T>([12, 3], mean: 1));
        plain.LoadStateDict(ghost.StateDict());
        ghost.Eval();
        plain.Eval();
        foreach (int samples in new[] { 1, 8, 10 })
        {
            Tensor<T> x = _generator.Normal<T>([samples, 3]);
            ghost.Forward(x).Value.AsSpan().ToArray().ShouldBe(plain.Forward(x).Value.AsSpan().ToArray());
        }
    }

    [Fact]
    public void A_virtual_batch_that_is_not_finite_is_left_out_alone()
    {
        var ghost = new GhostBatchNorm<T>(2, virtualBatch: 3);
        Tensor<T> x = _generator.Normal<T>([9, 2]);
        x.AsWritableSpan()[7] = T.NaN;
        ghost.Forward(x);

        ghost.Running!.Batches.ShouldBe(2);
        ghost.Running.SkippedBatches.ShouldBe(1);
        Doubles(ghost.Running.Mean.Value).ShouldAllBe(mean => double.IsFinite(mean));
    }

    [Theory]
    [InlineData(3, 2)] // 2 + 1 samples
    [InlineData(4, 1)]
    [InlineData(0, 4)]
    public void Too_few_values_in_any_virtual_batch_are_an_error_before_a_buffer_is_touched(int samples, int virtualBatch)
    {
        var ghost = new GhostBatchNorm<T>(2, virtualBatch);
        ghost.Initialize(_generator);
        Tensor<T> mean = ghost.Running!.Mean.Value;
        string message = Should.Throw<ArgumentException>(() => ghost.Forward(Tensor<T>.Ones([samples, 2]))).Message;

        message.ShouldContain(samples == 0 ? "from 0 values" : "from 1 value,");
        message.ShouldContain("larger virtual batches");
        ghost.Running.Mean.Value.ShouldBeSameAs(mean);
        ghost.Running.Batches.ShouldBe(0);
        Should.Throw<ArgumentException>(() => ghost.Forward(Tensor<T>.Ones([8, 3]))).Message.ShouldContain("2 channels");
        Should.Throw<ArgumentException>(() => ghost.Forward(Tensor<T>.Ones([8]))).Message.ShouldContain("(8)");
    }

    [Fact]
    public void Settings_are_checked_shown_and_copied()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new GhostBatchNorm<T>(2, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new GhostBatchNorm<T>(0, 2));
        var ghost = new GhostBatchNorm<T>(2, 4, running: RunningStatistics.Keras(), bias: false) { UpdatesStatistics = false };
        ghost.ToString().ShouldBe("GhostBatchNorm(2, 4, bias: false, momentum 0.01, biased, no updates)");
        ghost.Clone().ToString().ShouldBe(ghost.ToString());
        ghost.PlanOf([8, 2]).View.ShouldBe([2, 4, 2]);
    }

    private static IEnumerable<Variable<T>> Parts(Variable<T> input, int[] sizes)
    {
        int start = 0;
        foreach (int size in sizes)
        {
            yield return input.Slice(axis: 0, start, size);
            start += size;
        }
    }

    private static Tensor<T>[] Run(
        Func<Variable<T>, Variable<T>> function, Module<T> module, Tensor<T> x, Tensor<T> upstream)
    {
        using var tape = Tape<T>.Record();
        Variable<T> input = tape.Input(x), y = function(input);
        Variable<T>[] gradients = tape.Gradients(y, [input, .. module.Parameters()], upstream);
        return [y.Value.Clone(), .. gradients.Select(gradient => gradient.Value.Clone())];
    }

    private static void Near(Tensor<T> got, Tensor<T> expected, double scale)
    {
        foreach ((double a, double b) in Doubles(got).Zip(Doubles(expected)))
            a.ShouldBe(b, Tolerance.Normalization<T>(10) * scale * Math.Max(1, Math.Abs(b)));
    }

    private static double[] Doubles(Tensor<T> tensor) => [.. tensor.AsSpan().ToArray().Select(double.CreateTruncating)];
}

public sealed class FloatGhostBatchNormTests : GhostBatchNormTests<float>;

public sealed class DoubleGhostBatchNormTests : GhostBatchNormTests<double>;
