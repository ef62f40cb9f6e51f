using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

/// <summary>A layer under a mask is the layer on the values that count, and the others are nowhere.</summary>
public abstract class MaskTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int[] Lengths = [5, 2, 0, 7];
    private readonly Generator _generator = new(seed: 23);

    [Theory]
    [InlineData(NormalizationImplementation.Fused, StatisticsSource.Batch)]
    [InlineData(NormalizationImplementation.Composed, StatisticsSource.Batch)]
    [InlineData(NormalizationImplementation.Fused, StatisticsSource.Running)]
    [InlineData(NormalizationImplementation.Composed, StatisticsSource.Running)]
    public void Batch_normalization_is_that_of_the_values_that_count(NormalizationImplementation implementation, StatisticsSource source)
    {
        BatchNorm<T> masked = Trained(Nn<T>.BatchNorm(3));
        (masked.Implementation, masked.Source) = (implementation, source);
        var compacted = (BatchNorm<T>)masked.Clone();
        Tensor<T> x = Padded(), upstream = _generator.Normal<T>(x.Shape), mask = MaskOf(x.Shape);

        (T[] y, T[] dx, Tensor<T>[] affine) = Pass(masked, v => masked.Forward(v, mask), x, upstream);
        (T[] expectedY, T[] expectedDx, Tensor<T>[] expectedAffine) = Pass(compacted, compacted.Forward, Rows(x), Rows(upstream));

        Same(Rows(Tensor<T>.From(y, x.Shape)), expectedY);
        Same(Rows(Tensor<T>.From(dx, x.Shape)), expectedDx);
        Same(affine[0], expectedAffine[0].AsSpan());
        Same(affine[1], expectedAffine[1].AsSpan());
        LeftOut(y).All(T.IsZero).ShouldBeTrue();
        LeftOut(dx).All(T.IsZero).ShouldBeTrue();
        Same(masked.Running!.Mean.Value, compacted.Running!.Mean.Value.AsSpan());
        Same(masked.Running.Variance.Value, compacted.Running.Variance.Value.AsSpan());
        masked.Running.Batches.ShouldBe(compacted.Running.Batches);
    }

    [Theory]
    [InlineData("instance")]
    [InlineData("group")]
    [InlineData("layer")]
    [InlineData("root mean square")]
    public void A_samples_statistics_are_those_of_its_own_values(string kind)
    {
        Layer<T> Make(int length) => kind switch
        {
            "instance" => Nn<T>.InstanceNorm(3),
            "group" => Nn<T>.GroupNorm(1, 3),
            "layer" => new LayerNorm<T>([3, length], weight: false, bias: false),
            _ => new RmsNorm<T>([3, length], weight: false),
        };
        Tensor<T> x = Padded(), upstream = _generator.Normal<T>(x.Shape);
        var whole = (NormalizationLayer<T>)Make(7);
        (T[] y, T[] dx, _) = Pass(whole, v => whole.Forward(v, MaskOf(x.Shape)), x, upstream);

        for (int n = 0; n < Lengths.Length; n++)
        {
            Tensor<T> own = Tensor<T>.From(y, x.Shape).Slice(0, n, 1), ownDx = Tensor<T>.From(dx, x.Shape).Slice(0, n, 1);
            if (Lengths[n] > 0)
            {
                Layer<T> alone = Make(Lengths[n]);
                (T[] expected, T[] expectedDx, _) = Pass(
                    alone, alone.Forward, x.Slice(0, n, 1).Slice(2, 0, Lengths[n]), upstream.Slice(0, n, 1).Slice(2, 0, Lengths[n]));
                Same(own.Slice(2, 0, Lengths[n]), expected);
                Same(ownDx.Slice(2, 0, Lengths[n]), expectedDx);
            }
        }

        LeftOut(y).All(T.IsZero).ShouldBeTrue();
        LeftOut(dx).All(T.IsZero).ShouldBeTrue();
    }

    [Fact]
    public void Rows_left_out_whole_leave_the_others_as_they_are_to_the_bit()
    {
        LayerNorm<T> layer = Nn<T>.LayerNorm(5);
        Tensor<T> x = _generator.Normal<T>([3, 4, 5]), mask = Tensor<T>.Ones([3, 4, 1]);
        mask.AsWritableSpan()[2] = T.Zero;
        T[] expected = layer.Forward(x).Value.AsSpan().ToArray();
        x.AsWritableSpan().Slice(10, 5).Fill(T.NaN);
        expected.AsSpan(10, 5).Clear();

        using var tape = Tape<T>.Record();
        Variable<T> y = layer.Forward(x, mask);
        y.Value.AsSpan().ToArray().ShouldBe(expected);
        tape.Nodes.Select(node => node.Operation.Name).ShouldBe(["KeepWhere", "Normalize", "KeepWhere"]);
    }

    [Fact]
    public void What_is_left_out_may_be_anything()
    {
        BatchNorm<T> layer = Trained(Nn<T>.BatchNorm(3));
        Tensor<T> x = Padded(), upstream = _generator.Normal<T>(x.Shape), mask = MaskOf(x.Shape);
        foreach (double other in new[] { 0, double.NaN, double.PositiveInfinity })
        {
            BatchNorm<T> copy = (BatchNorm<T>)layer.Clone();
            for (int i = 0; i < x.Count; i++)
            {
                if (IsLeftOut(i))
                    x.AsWritableSpan()[i] = upstream.AsWritableSpan()[i] = T.CreateTruncating(other);
            }

            (T[] y, T[] dx, Tensor<T>[] affine) = Pass(copy, v => copy.Forward(v, mask), x, upstream);
            Array.TrueForAll([.. y, .. dx, .. affine[0].AsSpan(), .. affine[1].AsSpan(), .. copy.Running!.Variance.Value.AsSpan()], T.IsFinite).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_batch_left_out_whole_leaves_the_running_statistics_alone()
    {
        foreach (NormalizationImplementation implementation in Enum.GetValues<NormalizationImplementation>())
        {
            BatchNorm<T> layer = Trained(new BatchNorm<T>(3, epsilon: 0));
            layer.Implementation = implementation;
            Tensor<T> mean = layer.Running!.Mean.Value, variance = layer.Running.Variance.Value;
            Tensor<T> x = Padded();

            (T[] y, T[] dx, Tensor<T>[] affine) = Pass(layer, v => layer.Forward(v, Tensor<T>.Zeros([1])), x, _generator.Normal<T>(x.Shape));

            layer.Running.Mean.Value.ShouldBeSameAs(mean);
            layer.Running.Variance.Value.ShouldBeSameAs(variance);
            layer.Running.Batches.ShouldBe(1);
            layer.Running.SkippedBatches.ShouldBe(0);
            Array.TrueForAll([.. y, .. dx], T.IsZero).ShouldBeTrue();
            if (implementation == NormalizationImplementation.Composed)
                Array.TrueForAll([.. affine[0].AsSpan(), .. affine[1].AsSpan()], T.IsZero).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_channel_left_out_whole_keeps_its_numbers()
    {
        BatchNorm<T> layer = Trained(Nn<T>.BatchNorm(3));
        T[] mean = layer.Running!.Mean.Value.AsSpan().ToArray(), variance = layer.Running.Variance.Value.AsSpan().ToArray();
        layer.Forward(_generator.Normal<T>([6, 3], mean: 4), Tensor<T>.From([1, 0, 1]));

        layer.Running.Mean.Value[1].ShouldBe(mean[1]);
        layer.Running.Variance.Value[1].ShouldBe(variance[1]);
        layer.Running.Mean.Value[0].ShouldNotBe(mean[0]);
        layer.Running.Batches.ShouldBe(2);
    }

    [Fact]
    public void The_unbiased_variance_has_the_number_of_values_that_count()
    {
        BatchNorm<T> layer = Nn<T>.BatchNorm(1);
        layer.Forward(Tensor<T>.From([[1], [100], [2], [3], [100], [4]]), Tensor<T>.From([[1], [0], [1], [1], [0], [1]]));
        double.CreateTruncating(layer.Running!.Variance.Value.Item()).ShouldBe(0.9 + (0.1 * 5 / 3), 1e-7);
        double.CreateTruncating(layer.Running.Mean.Value.Item()).ShouldBe(0.25, 1e-7);
    }

    [Fact]
    public void Running_statistics_of_instances_are_averaged_over_those_that_have_values()
    {
        var masked = new InstanceNorm<T>(3, running: RunningStatistics.PyTorch());
        var expected = (InstanceNorm<T>)masked.Clone();
        Tensor<T> x = Padded(), present = Tensor<T>.From([1, 0, 0, 1]).Reshape(4, 1, 1);
        masked.Forward(x, present);
        expected.Forward(Tensor<T>.Concatenate([x.Slice(0, 0, 1), x.Slice(0, 3, 1)], 0));
        Same(masked.Running!.Mean.Value, expected.Running!.Mean.Value.AsSpan());
        Same(masked.Running.Variance.Value, expected.Running.Variance.Value.AsSpan());
    }

    [Fact]
    public void One_value_to_centre_is_an_error_before_anything_is_changed()
    {
        BatchNorm<T> layer = Trained(Nn<T>.BatchNorm(3));
        Tensor<T> mean = layer.Running!.Mean.Value, mask = Tensor<T>.Ones([4, 3]);
        mask.AsWritableSpan()[1] = mask.AsWritableSpan()[4] = mask.AsWritableSpan()[7] = T.Zero;
        Should.Throw<ArgumentException>(() => layer.Forward(_generator.Normal<T>([4, 3]), mask)).Message.ShouldContain("from 1 value,");
        layer.Running.Mean.Value.ShouldBeSameAs(mean);
        Nn<T>.RmsNorm(3).Forward(_generator.Normal<T>([4, 3]), Tensor<T>.From([1, 0, 0])).Shape.ShouldBe([4, 3]);
    }

    [Fact]
    public void Masks_that_are_none_are_refused()
    {
        BatchNorm<T> layer = Nn<T>.BatchNorm(3);
        Tensor<T> x = Tensor<T>.Ones([4, 3]);
        Should.Throw<ArgumentException>(() => layer.Forward(x, Tensor<T>.Full([4, 1], 0.5))).Message.ShouldContain("0.5");
        Should.Throw<ArgumentException>(() => layer.Forward(x, Tensor<T>.Ones([5, 1]))).Message.ShouldContain("(5, 1)");
        layer.Running!.Batches.ShouldBe(0);
        Should.Throw<NotSupportedException>(() => Nn<T>.GhostBatchNorm(3, 2).Forward(x, Tensor<T>.Ones([4, 1]))).Message.ShouldContain("GhostBatchNorm");
    }

    private BatchNorm<T> Trained(BatchNorm<T> layer)
    {
        layer.Forward(_generator.Normal<T>([8, 3], mean: 1, deviation: 2));
        layer.Weight!.Value.CopyFrom(_generator.Normal<T>([3], mean: 1));
        layer.Bias!.Value.CopyFrom(_generator.Normal<T>([3]));
        return layer;
    }

    /// <summary>Four sequences of three channels, the shorter ones filled with large numbers.</summary>
    private Tensor<T> Padded()
    {
        Tensor<T> x = _generator.Normal<T>([4, 3, 7], mean: 0.5);
        for (int i = 0; i < x.Count; i++)
        {
            if (IsLeftOut(i))
                x.AsWritableSpan()[i] = T.CreateTruncating(1e4);
        }

        return x;
    }

    private static bool IsLeftOut(int position) => position % 7 >= Lengths[position / 21];

    private static Tensor<T> MaskOf(Shape shape) =>
        Tensor<T>.Wrap([.. Enumerable.Range(0, shape[0] * 7).Select(i => i % 7 < Lengths[i / 7] ? T.One : T.Zero)], [shape[0], 1, 7]);

    private static IEnumerable<T> LeftOut(T[] values) => values.Where((_, i) => IsLeftOut(i));

    /// <summary>The values that count, one row for each place of each sequence.</summary>
    private static Tensor<T> Rows(Tensor<T> x) => Tensor<T>.Wrap(
        [.. Enumerable.Range(0, 4).SelectMany(n => Enumerable.Range(0, Lengths[n]).SelectMany(l => Enumerable.Range(0, 3).Select(c => x[n, c, l])))],
        [Lengths.Sum(), 3]);

    private static (T[] Output, T[] Input, Tensor<T>[] Affine) Pass(Layer<T> layer, Func<Variable<T>, Variable<T>> forward, Tensor<T> x, Tensor<T> upstream)
    {
        using var tape = Tape<T>.Record();
        Variable<T> input = tape.Input(x), y = forward(input);
        Variable<T>[] gradients = tape.Gradients(y, [input, .. layer.Parameters()], upstream);
        return (y.Value.AsSpan().ToArray(), gradients[0].Value.AsSpan().ToArray(), [.. gradients[1..].Select(gradient => gradient.Value.Clone())]);
    }

    private static void Same(Tensor<T> actual, ReadOnlySpan<T> expected)
    {
        actual.Count.ShouldBe(expected.Length);
        double scale = 1 + expected.ToArray().Max(value => Math.Abs(double.CreateTruncating(value)));
        for (int i = 0; i < expected.Length; i++)
            double.CreateTruncating(actual.AsSpan()[i]).ShouldBe(double.CreateTruncating(expected[i]), Tolerance.Normalization<T>(1) * scale);
    }
}

public sealed class FloatMaskTests : MaskTests<float>;

public sealed class DoubleMaskTests : MaskTests<double>
{
    public static TheoryData<NormalizationLayer<double>, string, int[], double[]> Cases => new()
    {
        { new BatchNorm<double>(2), "train", [3, 1, 4], [1, 1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1] },
        { new BatchNorm<double>(2), "eval", [3, 1, 4], [1, 1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1] },
        { new BatchNorm<double>(2), "frozen", [3, 1, 4], [1, 1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1] },
        { new InstanceNorm<double>(2, weight: true, bias: true), "train", [3, 1, 4], [1, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0] },
        { new GroupNorm<double>(1, 2), "train", [3, 1, 4], [1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0] },
        { new LayerNorm<double>([4]), "train", [3, 1, 4], [1, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0] },
        { new RmsNorm<double>([4]), "train", [3, 1, 4], [1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0] },
        { new LayerNorm<double>([4]), "train", [3, 2, 1], [1, 0, 1, 1, 0, 0] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_under_a_mask_are_those_of_finite_differences(NormalizationLayer<double> layer, string mode, int[] shape, double[] mask)
    {
        var generator = new Generator(seed: 6);
        layer.Forward(generator.Normal<double>([4, 2, 4], mean: 1));
        layer.Weight!.Value.CopyFrom(generator.Normal<double>(layer.AffineShape, mean: 1));
        if (mode == "eval")
            layer.Eval();
        if (mode == "frozen")
            ((BatchNorm<double>)layer).Freeze();
        var state = new TransientState<double>(layer);
        Tensor<double> kept = Tensor<double>.From(mask, Shape.Of(shape));

        GradientReport report = GradientCheck.Run(
            v => layer.Forward(v, kept), generator.Normal<double>([3, 2, 4]), order: 2, restore: state.PutBack, parameters: [.. layer.Parameters()]);

        report.Passed.ShouldBeTrue(report.ToString());
        report.IsVacuous.ShouldBeFalse();
    }
}
