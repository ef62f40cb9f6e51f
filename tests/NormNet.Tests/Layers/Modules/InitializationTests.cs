using System.Numerics;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

public abstract class InitializationTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_others()
    {
        Sequential<T> first = Model(), second = Model(), other = Model();
        first.Initialize(new Generator(seed: 3));
        second.Initialize(new Generator(seed: 3));
        other.Initialize(new Generator(seed: 4));
        Numbers(second).ShouldBe(Numbers(first));
        Numbers(other).ShouldNotBe(Numbers(first));
    }

    [Fact]
    public void A_model_nobody_initialized_starts_from_seed_0_whatever_uses_it_first()
    {
        Sequential<T> initialized = Model();
        initialized.Initialize(new Generator(seed: 0));
        T[] expected = Numbers(initialized);

        Numbers(Model()).ShouldBe(expected);
        var used = Model();
        used.Eval();
        used.Forward(Tensor<T>.Zeros([1, 2, 6, 6]));
        Numbers(used).ShouldBe(expected);
        Numbers(Model().Clone()).ShouldBe(expected);
        var read = Model();
        _ = ((Dense<T>)read[^1]).Weight;
        Numbers(read).ShouldBe(expected);
    }

    [Fact]
    public void The_first_use_spares_a_layer_that_was_used_before()
    {
        Dense<T> dense = Nn<T>.Dense(2, 1);
        dense.Weight.Value.AsWritableSpan().Fill(T.One);
        Sequential<T> model = Nn<T>.Sequential(Nn<T>.Dense(2, 2), dense);
        model.Forward(Tensor<T>.Zeros([1, 2]));
        dense.Weight.Value.AsSpan().ToArray().ShouldBe([T.One, T.One]);
    }

    [Fact]
    public void The_first_use_spares_running_statistics_that_were_set_before()
    {
        BatchNorm<T> norm = Nn<T>.BatchNorm(1);
        norm.Running!.Mean.Value = Tensor<T>.Full([1], 3);
        norm.Eval();
        norm.Forward(Tensor<T>.Full([1, 1], 3)).Value.Item().ShouldBe(T.Zero);
        norm.Initialize(new Generator(seed: 1));
        norm.Running.Mean.Value.Item().ShouldBe(T.Zero);
    }

    /// <summary>PyTorch's default: weight and bias uniform over ±1/√(fan in), such as 1/√27 for three channels of 3×3.</summary>
    [Fact]
    public void Weights_and_biases_fill_the_range_of_PyTorchs_default()
    {
        Conv2D<T> convolution = Nn<T>.Conv2D(6, 64, kernel: 3, groups: 2);
        CheckRange(convolution.Weight, 1 / Math.Sqrt(27));
        CheckRange(convolution.Bias!, 1 / Math.Sqrt(27));
        Conv1D<T> sequences = Nn<T>.Conv1D(6, 64, kernel: 3);
        CheckRange(sequences.Weight, 1 / Math.Sqrt(18));
        CheckRange(sequences.Bias!, 1 / Math.Sqrt(18));
        ConvTranspose2D<T> transposed = Nn<T>.ConvTranspose2D(6, 64, kernel: 3, groups: 2);
        CheckRange(transposed.Weight, 1 / Math.Sqrt(288));
        CheckRange(transposed.Bias!, 1 / Math.Sqrt(288));
        Dense<T> dense = Nn<T>.Dense(64, 100);
        CheckRange(dense.Weight, 1 / Math.Sqrt(64));
        CheckRange(dense.Bias!, 1 / Math.Sqrt(64));
    }

    [Fact]
    public void Layers_without_parameters_do_not_shift_the_weights_of_others()
    {
        Sequential<T> plain = Nn<T>.Sequential(Nn<T>.Dense(3, 4), Nn<T>.Dense(4, 2));
        Sequential<T> with = Nn<T>.Sequential(Nn<T>.Dense(3, 4), Nn<T>.Relu(), Nn<T>.Dropout(), Nn<T>.Dense(4, 2));
        plain.Initialize(new Generator(seed: 5));
        with.Initialize(new Generator(seed: 5));
        Numbers(with).ShouldBe(Numbers(plain));
    }

    [Fact]
    public void Layers_draw_nothing_when_built_and_use_the_given_generator_only()
    {
        Sequential<T> model = Model();
        model.Initialize(new Generator(seed: 9));
        T[] before = Numbers(model);
        Numbers(Model());
        Numbers(model).ShouldBe(before);
    }

    private static Sequential<T> Model() => Nn<T>.Sequential(
        Nn<T>.Conv2D(2, 3, kernel: 3), Nn<T>.Relu(), Nn<T>.Flatten(), Nn<T>.Dropout(0.2), Nn<T>.Dense(48, 4));

    private static T[] Numbers(Layer<T> model) => [.. model.Parameters().SelectMany(parameter => parameter.Value.AsSpan().ToArray())];

    /// <summary>Of n uniform numbers the largest misses the bound by more than 20/n of it with probability e⁻²⁰ each way.</summary>
    private static void CheckRange(Parameter<T> parameter, double bound)
    {
        double[] values = [.. parameter.Value.AsSpan().ToArray().Select(double.CreateChecked)];
        double reached = bound * (1 - (20.0 / values.Length));
        values.Max().ShouldBeInRange(reached, (double)(float)bound);
        values.Min().ShouldBeInRange(-(double)(float)bound, -reached);
    }
}

public sealed class FloatInitializationTests : InitializationTests<float>;

public sealed class DoubleInitializationTests : InitializationTests<double>
{
    [Fact]
    public void A_float_model_starts_with_the_rounded_numbers_of_the_double_one()
    {
        Dense<float> single = Nn<float>.Dense(5, 7);
        Dense<double> twice = Nn<double>.Dense(5, 7);
        single.Initialize(new Generator(seed: 2));
        twice.Initialize(new Generator(seed: 2));
        single.Weight.Value.AsSpan().ToArray().ShouldBe(twice.Weight.Value.AsSpan().ToArray().Select(value => (float)value));
    }
}
