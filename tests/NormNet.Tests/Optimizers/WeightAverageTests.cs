using System.Numerics;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;

namespace NormNet.Tests.Optimizers;

public abstract class WeightAverageTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A weight that is 1, 2, 3, 4 after the steps; PyTorch's rule: the first update copies.</summary>
    [Fact]
    public void Weights_follow_by_the_decay_or_equally()
    {
        Dense<T> model = Nn<T>.Dense(1, 1, bias: false);
        Set(model, 7);
        var decaying = new WeightAverage<T>(model, decay: 0.75);
        var equal = new WeightAverage<T>(model, decay: null);
        Read(decaying.Model).ShouldBe(7);
        for (int step = 1; step <= 4; step++)
        {
            Set(model, step);
            decaying.Update();
            equal.Update();
        }

        const double Decayed = (((((1 * 0.75) + (2 * 0.25)) * 0.75) + (3 * 0.25)) * 0.75) + (4 * 0.25);
        Read(decaying.Model).ShouldBe(Decayed, 4 * Tolerance.For<T>(6));
        Read(equal.Model).ShouldBe(2.5, 4 * Tolerance.For<T>(6));
        Read(model).ShouldBe(4);
        decaying.Updates.ShouldBe(4);
    }

    [Theory]
    [InlineData(AveragedBuffers.Copied)]
    [InlineData(AveragedBuffers.Averaged)]
    public void Running_statistics_are_copied_or_averaged_and_never_shared(AveragedBuffers buffers)
    {
        BatchNorm<T> model = Nn<T>.BatchNorm(1);
        var average = new WeightAverage<T>(model, decay: 0.5, buffers);
        Buffer<T> mean = model.Buffers()[0], averaged = average.Model.Buffers()[0];
        foreach (double value in (double[])[2, 4])
        {
            mean.Value = Tensor<T>.From([value]);
            model.Counters()[0].Value++;
            average.Update();
        }

        double.CreateChecked(averaged.Value[0]).ShouldBe(buffers == AveragedBuffers.Copied ? 4 : 3);
        average.Model.Counters()[0].Value.ShouldBe(2);
        averaged.Value.SharesStorageWith(mean.Value).ShouldBeFalse();
    }

    [Fact]
    public void Statistics_estimated_anew_are_those_of_what_the_averaged_weights_make()
    {
        Sequential<T> model = Nn<T>.Sequential(Nn<T>.Dense(1, 1, bias: false), Nn<T>.BatchNorm(1));
        var average = new WeightAverage<T>(model, decay: null);
        foreach (double weight in (double[])[1, 3])
        {
            model.Parameters()[0].Value.CopyFrom(Tensor<T>.From([[weight]]));
            average.Update();
        }

        average.Model.ReestimateStatistics([Tensor<T>.From([[1], [2], [3], [6]])]);

        // The averaged weight is 2, the inputs' mean 3.
        double.CreateChecked(average.Model.Buffers()[0].Value[0]).ShouldBe(6, 6 * Tolerance.For<T>(8));
        double.CreateChecked(model.Buffers()[0].Value[0]).ShouldBe(0);
    }

    [Fact]
    public void The_averaged_model_evaluates_and_the_trained_one_goes_on_training()
    {
        Sequential<T> model = Nn<T>.Sequential(Nn<T>.Dense(2, 2), Nn<T>.Dropout(0.5));
        var average = new WeightAverage<T>(model);
        average.Model.Modules().ShouldAllBe(module => !module.IsTraining);
        model.Modules().ShouldAllBe(module => module.IsTraining);
    }

    [Fact]
    public void A_state_goes_on_with_the_same_bits()
    {
        Sequential<T> model = Nn<T>.Sequential(Nn<T>.Dense(3, 2), Nn<T>.BatchNorm(2));
        var first = new WeightAverage<T>(model, decay: null);
        Step(first, 1);
        Step(first, 2);
        var second = new WeightAverage<T>(model, decay: null);
        second.LoadStateDict(first.StateDict());
        model.Initialize(new Generator(seed: 3));
        first.Update();
        second.Update();
        StateDictionary expected = first.StateDict(), found = second.StateDict();
        found.Keys.ShouldBe(expected.Keys);
        foreach (string name in expected.Keys)
            found[name].Bytes.ToArray().ShouldBe(expected[name].Bytes.ToArray(), name);

        void Step(WeightAverage<T> average, int seed)
        {
            model.Initialize(new Generator(seed));
            average.Update();
        }
    }

    [Fact]
    public void A_state_of_something_else_is_refused_whole()
    {
        Dense<T> model = Nn<T>.Dense(2, 2);
        var average = new WeightAverage<T>(model);
        Refused(model.StateDict(), "updates is missing");
        Refused(new StateDictionary { { "updates", -1 } }, "at least 0");
        Refused(new StateDictionary { { "updates", Tensor<double>.Scalar(1) } }, "integer");
        Refused(new StateDictionary { { "updates", 1 } }, "weight");

        void Refused(StateDictionary state, string named)
        {
            Should.Throw<ArgumentException>(() => average.LoadStateDict(state)).Message.ShouldContain(named);
            average.Updates.ShouldBe(0);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    public void A_decay_outside_0_to_1_is_refused(double decay) =>
        Should.Throw<ArgumentException>(() => new WeightAverage<T>(Nn<T>.Dense(1, 1), decay)).Message.ShouldContain("decay");

    [Fact]
    public void Buffers_are_copied_or_averaged() =>
        Should.Throw<ArgumentException>(() => new WeightAverage<T>(Nn<T>.Dense(1, 1), buffers: (AveragedBuffers)7))
            .Message.ShouldContain("averaged");

    private static void Set(Dense<T> layer, double value) => layer.Weight.Value.CopyFrom(Tensor<T>.From([[value]]));

    private static double Read(Layer<T> layer) => double.CreateChecked(layer.Parameters()[0].Value.AsSpan()[0]);
}

public sealed class WeightAverageTestsInSingle : WeightAverageTests<float>;

public sealed class WeightAverageTestsInDouble : WeightAverageTests<double>;
