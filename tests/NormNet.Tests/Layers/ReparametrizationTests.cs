using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<double>;

namespace NormNet.Tests.Layers;

/// <summary>The slot between a weight and its use, filled by a scaling of the tests' own.</summary>
public class ReparametrizationTests
{
    [Fact]
    public void A_layer_computes_with_what_fills_the_slot()
    {
        Dense<double> dense = Dense(2, 1, bias: false);
        dense.Weight.Value.CopyFrom(Tensor<double>.From([[1, 2]]));
        dense.Reparametrize(weight => new Scaling<double>(weight, 3));
        dense.Forward(Tensor<double>.From([[1, 1]])).Value.Item().ShouldBe(9);
    }

    [Fact]
    public void Its_parameters_join_the_models_and_its_gradients_are_right()
    {
        Layer<double> model = Model();
        model.NamedParameters().Select(named => named.Name).ShouldBe(
            ["0.weight", "0.bias", "0.reparametrization.scale", "2.weight", "2.reparametrization.scale"]);
        model.Parameters().Select(parameter => parameter.Name).ShouldBe(model.NamedParameters().Select(named => named.Name));
        model.CheckGradients(new Generator(seed: 1).Normal<double>([2, 1, 3, 3])).Passed.ShouldBeTrue();
    }

    [Fact]
    public void A_clone_has_a_slot_of_its_own()
    {
        Layer<double> model = Model(), clone = model.Clone();
        Tensor<double> x = Tensor<double>.Ones([1, 1, 3, 3]);
        double before = model.Forward(x).Value.Item();
        clone.Forward(x).Value.Item().ShouldBe(before);
        foreach (Parameter<double> parameter in clone.Parameters())
            parameter.Value.AsWritableSpan().Clear();
        clone.Forward(x).Value.Item().ShouldBe(0);
        model.Forward(x).Value.Item().ShouldBe(before);
    }

    [Fact]
    public void The_slot_is_filled_once()
    {
        Dense<double> dense = Dense(2, 2);
        dense.Reparametrize(weight => new Scaling<double>(weight, 1));
        Should.Throw<InvalidOperationException>(() => dense.Reparametrize(weight => new Scaling<double>(weight, 1)))
            .Message.ShouldContain("Scaling");
    }

    public static TheoryData<string> Family => ["WeightNorm", "SpectralNorm", "WeightStandardization", "WeightStandardization(gain: true)"];

    [Theory]
    [MemberData(nameof(Family))]
    public void A_convolution_of_sequences_has_the_numbers_of_a_dense_layer_over_its_windows(string text)
    {
        Conv1D<double> sequences = Reparametrized<double, Conv1D<double>>(Conv1D(2, 3, kernel: 4), text);
        Dense<double> dense = Reparametrized(Dense(8, 3), text);
        Tensor<double> x = new Generator(seed: 1).Normal<double>([5, 2, 4]);
        sequences.Initialize(new Generator(seed: 3));
        dense.Initialize(new Generator(seed: 3));

        double[] y = sequences.Forward(x).Value.AsSpan().ToArray();

        y.ShouldBe(dense.Forward(x.Reshape(5, 8)).Value.AsSpan().ToArray(), tolerance: 1e-14);
    }

    [Theory]
    [MemberData(nameof(Family))]
    public void A_transposed_convolution_whose_inputs_come_first_is_refused_and_stays_as_it_was(string text)
    {
        ConvTranspose2D<double> layer = ConvTranspose2D(3, 2, kernel: 2);
        Should.Throw<NotSupportedException>(() => Reparametrized<double, ConvTranspose2D<double>>(layer, text))
            .Message.ShouldContain("(3, 2, 2, 2)");
        layer.Reparametrization.ShouldBeNull();
        layer.StateDict().Keys.ShouldBe(["weight", "bias"]);
    }

    [Theory]
    [MemberData(nameof(Family))]
    public void Baking_in_keeps_what_evaluation_computes_and_leaves_a_plain_layer(string text)
    {
        Conv2D<double> convolution = Reparametrized(Conv2D(2, 3, kernel: 2), text);
        Sequential<double> model = Sequential(convolution);
        model.Eval();
        Tensor<double> x = new Generator(seed: 1).Normal<double>([2, 2, 4, 4]);
        double[] before = model.Forward(x).Value.AsSpan().ToArray();

        convolution.ToString().ShouldBe($"Conv2D(2, 3, kernel: 2, {text})");
        model.Train();
        convolution.BakeReparametrization();

        convolution.ToString().ShouldBe("Conv2D(2, 3, kernel: 2)");
        convolution.Reparametrization.ShouldBeNull();
        model.StateDict().Keys.ShouldBe(["0.weight", "0.bias"]);
        model.Forward(x).Value.AsSpan().ToArray().ShouldBe(before, tolerance: 1e-15);
        model.Clone().Forward(x).Value.AsSpan().ToArray().ShouldBe(before, tolerance: 1e-15);
        Should.Throw<InvalidOperationException>(convolution.BakeReparametrization).Message.ShouldContain("no reparametrization");
        Reparametrized(convolution, text).Reparametrization.ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(Family))]
    public void A_state_goes_round_and_a_clone_continues_as_the_original_would(string text)
    {
        Sequential<double> model = Sequential(Reparametrized(Dense(4, 3), text), Reparametrized(Dense(3, 2), text));
        model.Initialize(new Generator(seed: 5));
        Tensor<double> x = new Generator(seed: 1).Normal<double>([5, 4]);
        model.Forward(x);
        Layer<double> clone = model.Clone(), other = Sequential(Reparametrized(Dense(4, 3), text), Reparametrized(Dense(3, 2), text));
        other.LoadStateDict(model.StateDict());

        double[] expected = model.Forward(x).Value.AsSpan().ToArray();
        clone.Forward(x).Value.AsSpan().ToArray().ShouldBe(expected);
        other.Forward(x).Value.AsSpan().ToArray().ShouldBe(expected);
        clone.ToString().ShouldBe(model.ToString());
        model.Summary([5, 4]).Parameters.ShouldBe(model.ParameterCount());
    }

    [Theory]
    [MemberData(nameof(Family))]
    public void Weights_are_drawn_as_without_it_and_each_layers_are_its_own(string text)
    {
        Sequential<double> plain = Sequential(Dense(4, 4), Dense(4, 4)), model = Sequential(Reparametrized(Dense(4, 4), text), Reparametrized(Dense(4, 4), text));
        Tensor<double> x = Tensor<double>.Ones([1, 4]);
        (plain.Forward(x), model.Forward(x)).ShouldNotBe(default);
        for (int seed = 0; seed < 2; seed++)
        {
            for (int layer = 0; layer < 2; layer++)
                ((Dense<double>)model[layer]).Weight.Value.AsSpan().ToArray().ShouldBe(((Dense<double>)plain[layer]).Weight.Value.AsSpan().ToArray());
            plain.Initialize(new Generator(seed: 7));
            model.Initialize(new Generator(seed: 7));
        }
    }

    [Theory]
    [MemberData(nameof(Family))]
    public void Float_gives_the_rounded_numbers_of_double(string text)
    {
        Tensor<double> x = new Generator(seed: 1).Normal<double>([5, 4]), upstream = new Generator(seed: 2).Normal<double>([5, 3]);
        (double[] y, double[] dw) = Run<double>(text, x, upstream);
        (double[] yFloat, double[] dwFloat) = Run<float>(text, x, upstream);
        yFloat.ShouldBe(y, tolerance: 2e-5);
        dwFloat.ShouldBe(dw, tolerance: 2e-5 * dw.Max(Math.Abs));
    }

    private static (double[] Y, double[] Gradient) Run<T>(string text, Tensor<double> x, Tensor<double> upstream)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dense<T> dense = Reparametrized(Nn<T>.Dense(4, 3), text);
        dense.Initialize(new Generator(seed: 4));
        using var tape = Tape<T>.Record();
        Variable<T> y = dense.Forward(x.Cast<T>());
        tape.Backward((y * upstream.Cast<T>()).Sum());
        return ([.. y.Value.AsSpan().ToArray().Select(double.CreateTruncating)], [.. dense.Weight.Gradient!.AsSpan().ToArray().Select(double.CreateTruncating)]);
    }

    private static Conv2D<double> Reparametrized(Conv2D<double> layer, string text) => Reparametrized<double, Conv2D<double>>(layer, text);

    private static Dense<T> Reparametrized<T>(Dense<T> layer, string text)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Reparametrized<T, Dense<T>>(layer, text);

    private static TLayer Reparametrized<T, TLayer>(TLayer layer, string text)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLayer : WeightedLayer<T> => text switch
        {
            "WeightNorm" => Nn<T>.WeightNorm(layer),
            "SpectralNorm" => Nn<T>.SpectralNorm(layer),
            "WeightStandardization" => Nn<T>.WeightStandardization(layer),
            _ => Nn<T>.WeightStandardization(layer, gain: true),
        };

    private static Sequential<double> Model()
    {
        Conv2D<double> convolution = Conv2D(1, 2, kernel: 2);
        Dense<double> dense = Dense(8, 1, bias: false);
        convolution.Reparametrize(weight => new Scaling<double>(weight, 2));
        Sequential<double> model = Sequential(convolution, Flatten(), dense);
        dense.Reparametrize(weight => new Scaling<double>(weight, 0.5));
        return model;
    }

    private sealed class Scaling<T> : Layer<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Parameter<T> _scale;

        public Scaling(Parameter<T> weight, double scale)
        {
            int[] perOutput = [weight.Shape[0], .. Enumerable.Repeat(1, weight.Shape.Rank - 1)];
            _scale = Register("scale", new Parameter<T>(Tensor<T>.Full(Shape.Of(perOutput), scale)));
        }

        protected override Variable<T> ForwardCore(Variable<T> input) => input * _scale;
    }
}
