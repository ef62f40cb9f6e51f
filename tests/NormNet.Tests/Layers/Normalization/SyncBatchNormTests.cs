using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

public abstract class SyncBatchNormTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Generator _generator = new(seed: 71);

    [Theory]
    [InlineData(new[] { 4, 4 }, new[] { 3 }, 0, 1)]
    [InlineData(new[] { 5, 1, 3 }, new[] { 2 }, 0.5, 1)]
    [InlineData(new[] { 1, 1, 1 }, new[] { 4 }, 0, 1)]
    [InlineData(new[] { 2, 0, 3 }, new[] { 2, 5 }, 1, 2)]
    [InlineData(new[] { 0, 6, 2 }, new[] { 3, 3, 2 }, 2, 0.5)]
    [InlineData(new[] { 7 }, new[] { 2, 4 }, 0, 1)]
    public void It_is_batch_normalization_of_the_concatenation(int[] counts, int[] rest, double mean, double deviation)
    {
        Tensor<T>[] parts = [.. counts.Select((count, i) => _generator.Normal<T>(Shape.Of([count, .. rest]), mean * (i + 1), deviation))];
        Tensor<T> whole = Tensor<T>.Concatenate(parts, axis: 0), upstream = _generator.Normal<T>(whole.Shape);
        var sync = new SyncBatchNorm<T>(rest[0]);
        var plain = new BatchNorm<T>(rest[0]);
        sync.Weight!.Value.CopyFrom(_generator.Normal<T>([rest[0]], mean: 1));
        plain.LoadStateDict(sync.StateDict());

        double[][] merged = Run(sync, parts, inputs => Variable<T>.Concatenate([.. sync.Forward(inputs)], axis: 0), upstream);
        double[][] expected = Run(plain, parts, inputs => plain.Forward(Variable<T>.Concatenate(inputs, axis: 0)), upstream);

        double scale = 1 + upstream.AsSpan().ToArray().Sum(u => Math.Abs(double.CreateTruncating(u)));
        for (int i = 0; i < expected.Length; i++)
            Near(merged[i], expected[i], i == 0 ? 1 : scale);
        Near(Doubles(sync.Running!.Mean.Value), Doubles(plain.Running!.Mean.Value), 1);
        Near(Doubles(sync.Running.Variance.Value), Doubles(plain.Running.Variance.Value), 1);
        sync.Running.Batches.ShouldBe(1);
    }

    [Fact]
    public void A_mean_that_is_large_against_the_deviation_costs_no_digits()
    {
        // Within what the inputs hold: their own spacing at 1e4 is a tenth of the deviation in float.
        Tensor<T>[] parts = [_generator.Normal<T>([8, 2], 1e4, 0.01), _generator.Normal<T>([3, 2], 1e4, 0.01)];
        var sync = new SyncBatchNorm<T>(2);
        Variable<T>[] y = [.. sync.Forward([.. parts.Select(part => new Variable<T>(part))])];

        var exact = Tensor<double>.Wrap(Doubles(Tensor<T>.Concatenate(parts, axis: 0)), [11, 2]);
        double[] expected = new BatchNorm<double>(2).Forward(exact).Value.AsSpan().ToArray();
        foreach ((double got, double wanted) in Doubles(Variable<T>.Concatenate(y, axis: 0).Value).Zip(expected))
            got.ShouldBe(wanted, 1e-5 * (1 + Math.Abs(wanted)));
    }

    [Fact]
    public void Evaluation_normalizes_every_replica_by_the_running_statistics()
    {
        var sync = new SyncBatchNorm<T>(2);
        sync.Forward([_generator.Normal<T>([4, 2], mean: 3), _generator.Normal<T>([2, 2], mean: 3)]);
        var plain = new BatchNorm<T>(2);
        plain.LoadStateDict(sync.StateDict());
        sync.Eval();
        plain.Eval();
        Tensor<T>[] parts = [_generator.Normal<T>([1, 2]), _generator.Normal<T>([3, 2])];
        foreach ((Variable<T> y, Tensor<T> part) in sync.Forward([.. parts.Select(part => new Variable<T>(part))]).Zip(parts))
            Doubles(y.Value).ShouldBe(Doubles(plain.Forward(part).Value));
        sync.Running!.Batches.ShouldBe(1);
    }

    [Fact]
    public void Bad_replicas_are_errors_before_a_buffer_is_touched()
    {
        var sync = new SyncBatchNorm<T>(2);
        sync.Initialize(_generator);
        Tensor<T> mean = sync.Running!.Mean.Value, one = Tensor<T>.Ones([1, 2]), none = Tensor<T>.Ones([0, 2]);
        Should.Throw<ArgumentException>(() => sync.Forward([one])).Message.ShouldContain("from 1 value,");
        Should.Throw<ArgumentException>(() => sync.Forward([none, one, none])).Message.ShouldContain("from 1 value,");
        Should.Throw<ArgumentException>(() => sync.Forward([none])).Message.ShouldContain("from 0 values");
        Should.Throw<ArgumentException>(() => sync.Forward([])).Message.ShouldContain("no replica");
        Should.Throw<ArgumentException>(() => sync.Forward([one, Tensor<T>.Ones([4, 3])])).Message.ShouldContain("2 channels");

        Tensor<T> bad = Tensor<T>.Ones([2, 2]);
        bad.AsWritableSpan()[1] = T.NaN;
        sync.Forward([one, bad]);
        sync.Running.Mean.Value.ShouldBeSameAs(mean);
        (sync.Running.Batches, sync.Running.SkippedBatches).ShouldBe((0, 1));
    }

    [Fact]
    public void Its_nodes_stand_under_its_name_and_a_copy_has_its_settings()
    {
        var sync = new SyncBatchNorm<T>(2, epsilon: 1e-3);
        Sequential<T> model = Nn<T>.Sequential(sync);
        using var tape = Tape<T>.Record();
        sync.Forward([tape.Input(Tensor<T>.From([[1, 2]])), tape.Input(Tensor<T>.From([[3, 7]]))]);
        tape.Nodes.Select(node => node.Scope).Distinct().ShouldBe(["0"]);
        model.Clone().ToString().ShouldBe("Sequential(SyncBatchNorm(2, epsilon: 0.001))");
    }

    private static double[][] Run(Module<T> layer, Tensor<T>[] parts, Func<Variable<T>[], Variable<T>> function, Tensor<T> upstream)
    {
        using var tape = Tape<T>.Record();
        Variable<T>[] inputs = [.. parts.Select(part => tape.Input(part))];
        Variable<T> y = function(inputs);
        Variable<T>[] gradients = tape.Gradients(y, [.. inputs, .. layer.Parameters()], upstream);
        return [Doubles(y.Value), .. gradients.Select(gradient => Doubles(gradient.Value))];
    }

    private static void Near(double[] got, double[] expected, double scale)
    {
        foreach ((double a, double b) in got.Zip(expected))
            a.ShouldBe(b, Tolerance.Normalization<T>(10) * scale * Math.Max(1, Math.Abs(b)));
    }

    private static double[] Doubles(Tensor<T> tensor) => [.. tensor.AsSpan().ToArray().Select(double.CreateTruncating)];
}

public sealed class FloatSyncBatchNormTests : SyncBatchNormTests<float>;

public sealed class DoubleSyncBatchNormTests : SyncBatchNormTests<double>
{
    [Theory]
    [InlineData(false, NormalizationImplementation.Fused)]
    [InlineData(false, NormalizationImplementation.Composed)]
    [InlineData(true, NormalizationImplementation.Fused)]
    public void Gradients_of_two_orders_to_every_replica_are_those_of_finite_differences(bool frozen, NormalizationImplementation implementation)
    {
        var generator = new Generator(seed: 72);
        var layer = new SyncBatchNorm<double>(2) { Implementation = implementation };
        layer.Forward(generator.Normal<double>([9, 2, 2], mean: 1));
        if (frozen)
            layer.Freeze();
        var before = new TransientState<double>(layer);
        GradientReport report = GradientCheck.Run(
            v => Variable<double>.Concatenate([.. layer.Forward(v[..3]).Select(y => y.Reshape(-1))], axis: 0),
            [generator.Normal<double>([3, 2, 2]), generator.Normal<double>([1, 2]), generator.Normal<double>([2, 2, 3], mean: 1)],
            order: 2,
            restore: before.PutBack,
            parameters: layer.Parameters());
        report.Passed.ShouldBeTrue(report.ToString());
        report.IsVacuous.ShouldBeFalse();
    }

    [Fact]
    public void The_documentations_example()
    {
        var layer = new SyncBatchNorm<double>(channels: 1, epsilon: 0);
        using var tape = Tape<double>.Record();
        IReadOnlyList<Variable<double>> y = layer.Forward(
            [tape.Input(Tensor<double>.From([[1]])), tape.Input(Tensor<double>.From([[1], [4]]))]);   // μ = 2, σ² = 2

        y[0].Value.Item().ShouldBe(-1 / Math.Sqrt(2), 1e-12);
        y[1].Value[1, 0].ShouldBe(Math.Sqrt(2), 1e-12);
    }
}
