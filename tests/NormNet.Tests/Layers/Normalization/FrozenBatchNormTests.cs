using System.Numerics;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

public abstract class FrozenBatchNormTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Generator _generator = new(seed: 91);

    [Fact]
    public void It_goes_on_as_the_loaded_batch_normalization_evaluates_in_a_model_too()
    {
        Sequential<T> trained = Nn<T>.Sequential(Nn<T>.Dense(4, 3), Trained()), frozen = Nn<T>.Sequential(Nn<T>.Dense(4, 3), Nn<T>.FrozenBatchNorm(3));
        frozen.LoadStateDict(trained.StateDict());
        Tensor<T> x = _generator.Normal<T>([5, 4]);
        double[] training = Doubles(frozen.Forward(x).Value);
        trained.Eval();
        frozen.Eval();

        training.ShouldBe(Doubles(trained.Forward(x).Value));
        Doubles(frozen.Forward(x).Value).ShouldBe(training);
        frozen.Parameters().Count.ShouldBe(2);
        trained.LoadStateDict(frozen.StateDict());
    }

    [Fact]
    public void A_state_without_a_count_of_batches_loads_as_torchvisions_and_old_ones_have_none()
    {
        BatchNorm<T> trained = Trained();
        var state = new StateDictionary();
        foreach ((string name, StateTensor tensor) in trained.StateDict().Where(entry => entry.Key != "num_batches_tracked"))
            state.Add(name, tensor);

        new FrozenBatchNorm<T>(3).LoadStateDict(state);
        trained.Running!.Batches.ShouldBe(2);
        trained.LoadStateDict(state);
        trained.Running.Batches.ShouldBe(0);
    }

    [Fact]
    public void A_state_without_gamma_is_refused_and_nothing_changes()
    {
        FrozenBatchNorm<T> frozen = FrozenBatchNorm<T>.From(Trained());
        double[] before = Doubles(frozen.FixedMean.Value);
        string message = Should.Throw<ArgumentException>(() => frozen.LoadStateDict(Nn<T>.BatchNorm(3, weight: false).StateDict())).Message;
        message.ShouldContain("missing: weight");
        Doubles(frozen.FixedMean.Value).ShouldBe(before);
    }

    [Fact]
    public void No_batch_changes_it_and_any_number_of_samples_will_do()
    {
        FrozenBatchNorm<T> frozen = FrozenBatchNorm<T>.From(Trained());
        Tensor<T>[] before = [.. frozen.Buffers().Select(buffer => buffer.Value)];
        Tensor<T> x = Tensor<T>.Ones([2, 3]);
        x.AsWritableSpan()[1] = T.NaN;
        T.IsNaN(frozen.Forward(x).Value[0, 1]).ShouldBeTrue();
        T.IsFinite(frozen.Forward(x).Value[1, 1]).ShouldBeTrue();
        frozen.Forward(Tensor<T>.Ones([1, 3])).Shape.ShouldBe([1, 3]);
        frozen.Forward(Tensor<T>.Ones([0, 3, 2])).Shape.ShouldBe([0, 3, 2]);
        Should.Throw<ArgumentException>(() => frozen.Forward(Tensor<T>.Ones([2, 4]))).Message.ShouldContain("3 channels");
        Should.Throw<ArgumentException>(() => frozen.Forward(Tensor<T>.Ones([3]))).Message.ShouldContain("(3)");
        foreach ((Buffer<T> now, Tensor<T> then) in frozen.Buffers().Zip(before))
            now.Value.ShouldBeSameAs(then);
    }

    [Fact]
    public void It_takes_over_numbers_and_settings()
    {
        BatchNorm<T> trained = Trained();
        FrozenBatchNorm<T> frozen = FrozenBatchNorm<T>.From(trained);
        trained.Weight!.Value.AsWritableSpan().Fill(T.Zero);
        Doubles(frozen.FixedWeight.Value).ShouldNotContain(0);
        frozen.StateDict()["num_batches_tracked"].ToIntegers().ShouldBe([2]);
        FrozenBatchNorm<T>.From(Nn<T>.BatchNorm(3, epsilon: 1e-3, weight: false, bias: false)).ToString().ShouldBe("FrozenBatchNorm(3, epsilon: 0.001)");

        frozen.Explain([1, 3]).ToString().ShouldContain("frozen (fixed, as are γ and β)");

        var copy = (FrozenBatchNorm<T>)frozen.Clone();
        copy.ToString().ShouldBe("FrozenBatchNorm(3)");
        Doubles(copy.FixedVariance.Value).ShouldBe(Doubles(frozen.FixedVariance.Value));
        copy.Initialize(_generator);
        Doubles(copy.FixedVariance.Value).ShouldBe([1, 1, 1]);
    }

    [Fact]
    public void The_documentations_example()
    {
        var trained = new BatchNorm<double>(channels: 2);
        trained.Forward(Tensor<double>.From([[1, 2], [3, 5], [4, 7]]));
        var frozen = new FrozenBatchNorm<double>(channels: 2);
        frozen.LoadStateDict(trained.StateDict());
        Tensor<double> y = frozen.Forward(Tensor<double>.From([[1, 2]])).Value;        // one sample will do

        trained.Eval();
        y.AsSpan().ToArray().ShouldBe(trained.Forward(Tensor<double>.From([[1, 2]])).Value.AsSpan().ToArray());
    }

    private BatchNorm<T> Trained()
    {
        BatchNorm<T> layer = Nn<T>.BatchNorm(3);
        layer.Weight!.Value.CopyFrom(_generator.Normal<T>([3], mean: 1));
        layer.Bias!.Value.CopyFrom(_generator.Normal<T>([3]));
        layer.Forward(_generator.Normal<T>([6, 3], mean: 2));
        layer.Forward(_generator.Normal<T>([6, 3], mean: 2));
        return layer;
    }

    private static double[] Doubles(Tensor<T> tensor) => [.. tensor.AsSpan().ToArray().Select(double.CreateTruncating)];
}

public sealed class FloatFrozenBatchNormTests : FrozenBatchNormTests<float>;

public sealed class DoubleFrozenBatchNormTests : FrozenBatchNormTests<double>;
