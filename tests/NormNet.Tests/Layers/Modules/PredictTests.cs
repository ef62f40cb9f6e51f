using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

public abstract class PredictTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Tensor<T> Inputs = new Generator(seed: 1).Normal<T>([10, 3]);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(1000)]
    public void Predictions_in_batches_are_those_of_the_whole_in_evaluation(int batchSize)
    {
        Sequential<T> model = Model();
        Tensor<T> predicted = model.Predict(Inputs, batchSize);
        model.Modules().ShouldAllBe(module => module.IsTraining);

        model.Eval();
        predicted.Shape.ShouldBe(Shape.Of(10, 2));
        T[] whole = model.Forward(Inputs).Value.AsSpan().ToArray();
        for (int i = 0; i < whole.Length; i++)
            double.CreateChecked(T.Abs(predicted.AsSpan()[i] - whole[i])).ShouldBeLessThanOrEqualTo(Tolerance.For<T>(terms: 8));
    }

    [Fact]
    public void Modes_are_put_back_even_after_an_error()
    {
        Sequential<T> model = Model();
        model[0].Eval();
        Should.Throw<ArgumentException>(() => model.Predict(Tensor<T>.Zeros([4, 7])));
        model.IsTraining.ShouldBeTrue();
        model[0].IsTraining.ShouldBeFalse();
    }

    [Fact]
    public void Nothing_is_recorded_and_a_tape_goes_on_afterwards()
    {
        Sequential<T> model = Model();
        using var tape = Tape<T>.Record();
        Tensor<T> predicted = model.Predict(Inputs, batchSize: 4);
        tape.Nodes.ShouldBeEmpty();
        model.Forward(Inputs);
        tape.Nodes.ShouldNotBeEmpty();
        predicted.IsHandedBack.ShouldBeFalse();
    }

    [Fact]
    public void Predictions_outlive_the_next_call()
    {
        Sequential<T> model = Model();
        Tensor<T> first = model.Predict(Inputs);
        T[] numbers = first.AsSpan().ToArray();
        model.Predict(new Generator(seed: 2).Normal<T>([10, 3]));
        first.AsSpan().ToArray().ShouldBe(numbers);
    }

    [Fact]
    public void A_layer_that_passes_its_input_through_gives_a_copy()
    {
        Tensor<T> predicted = Nn<T>.Sequential().Predict(Inputs);
        predicted.SharesStorageWith(Inputs).ShouldBeFalse();
        predicted.AsSpan().ToArray().ShouldBe(Inputs.AsSpan().ToArray());
    }

    [Fact]
    public void Inputs_without_samples_are_refused()
    {
        Should.Throw<ArgumentException>(() => Model().Predict(Tensor<T>.Zeros([0, 3]))).Message.ShouldContain("(0, 3)");
        Should.Throw<ArgumentException>(() => Model().Predict(Tensor<T>.Scalar(1)));
        Should.Throw<ArgumentOutOfRangeException>(() => Model().Predict(Inputs, batchSize: 0));
    }

    [Fact]
    public void A_layer_that_mixes_samples_up_is_refused() =>
        Should.Throw<ArgumentException>(() => new Transposing().Predict(Inputs)).Message.ShouldContain("(3, 10)");

    [Fact]
    public void Models_on_two_threads_do_not_disturb_each_other()
    {
        T[][] expected = [.. Enumerable.Range(0, 8).Select(TrainedNumbers)];
        T[][] together = new T[8][];
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => together[i] = TrainedNumbers(i));
        for (int i = 0; i < expected.Length; i++)
            together[i].ShouldBe(expected[i]);
    }

    private static T[] TrainedNumbers(int seed)
    {
        Sequential<T> model = Model();
        model.Initialize(new Generator(seed));
        for (int step = 0; step < 5; step++)
        {
            using var tape = Tape<T>.Record();
            Variable<T> y = model.Forward(Inputs);
            tape.Backward(Losses.MeanSquaredError(y, Tensor<T>.Zeros([10, 2])));
        }

        return [.. model.Parameters().SelectMany(parameter => parameter.Gradient!.AsSpan().ToArray()), .. model.Predict(Inputs).AsSpan()];
    }

    private static Sequential<T> Model() => Nn<T>.Sequential(Nn<T>.Dense(3, 8), Nn<T>.Relu(), Nn<T>.Dropout(), Nn<T>.Dense(8, 2));

    private sealed class Transposing : Layer<T>
    {
        protected override Variable<T> ForwardCore(Variable<T> input) => input.Transpose();
    }
}

public sealed class FloatPredictTests : PredictTests<float>;

public sealed class DoublePredictTests : PredictTests<double>;
