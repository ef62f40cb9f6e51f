using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;
using NormNet.Tests.Tensors;
using static NormNet.Layers.Nn<double>;

namespace NormNet.Tests.Layers;

/// <summary>What holds for every recurrent layer, whatever a step computes.</summary>
public class RecurrentLayerTests
{
    public static TheoryData<RecurrentLayer<double>> Layers =>
    [
        Rnn(2, 3, layers: 2),
        Rnn(2, 3, activation: RnnActivation.Relu, layerNorm: true),
        Lstm(2, 3, layers: 2),
        Lstm(2, 3, layerNorm: true, bidirectional: true),
        Gru(2, 3, bidirectional: true),
        Gru(2, 3, layers: 2, bias: false, layerNorm: true),
    ];

    [Theory]
    [MemberData(nameof(Layers))]
    public void Gradients_through_given_states_and_lengths_are_those_of_finite_differences(RecurrentLayer<double> layer)
    {
        layer.Initialize(new Generator(seed: 3));
        var lengths = IndexTensor.From(4, 2, 3);
        Shape state = [layer.Layers * (layer.IsBidirectional ? 2 : 1), 3, layer.Hidden];
        var generator = new Generator(seed: 4);
        bool hasCell = layer is Lstm<double>;
        GradientReport report = GradientCheck.Run(
            variables =>
            {
                RecurrentOutput<double> output = layer.Forward(variables[0], new(variables[1], hasCell ? variables[2] : null), lengths);
                Variable<double> all = Variable<double>.Concatenate([output.Sequence.Reshape(-1), output.State.Hidden.Reshape(-1)], axis: 0);
                return hasCell ? Variable<double>.Concatenate([all, output.State.Cell!.Reshape(-1)], axis: 0) : all;
            },
            [generator.Normal<double>([3, 4, 2]), generator.Normal<double>(state), .. hasCell ? [generator.Normal<double>(state)] : Array.Empty<Tensor<double>>()],
            order: 1,
            parameters: layer.Parameters());
        report.Passed.ShouldBeTrue(report.ToString());
        report.IsVacuous.ShouldBeFalse(report.ToString());
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void What_stands_past_an_end_changes_nothing(RecurrentLayer<double> layer)
    {
        Tensor<double> input = new Generator(seed: 5).Normal<double>([3, 5, 2]), other = input.Clone();
        foreach ((int sample, int length) in new[] { (0, 2), (2, 0) })
            other.AsWritableSpan().Slice(((sample * 5) + length) * 2, (5 - length) * 2).Fill(1e3);
        var lengths = IndexTensor.From(2, 5, 0);
        RecurrentOutput<double> first = layer.Forward(input, state: null, lengths), second = layer.Forward(other, state: null, lengths);
        second.Sequence.Value.ToDoubles().ShouldBe(first.Sequence.Value.ToDoubles());
        second.State.Hidden.Value.ToDoubles().ShouldBe(first.State.Hidden.Value.ToDoubles());

        Tensor<double> alone = input.Slice(0, 0, 1).Slice(1, 0, 2), whole = input.Slice(0, 1, 1);
        first.Sequence.Value.Slice(0, 0, 1).Slice(1, 0, 2).ToDoubles().ShouldBe(layer.Forward(alone).Value.ToDoubles(), 1e-14);
        first.Sequence.Value.Slice(0, 1, 1).ToDoubles().ShouldBe(layer.Forward(whole).Value.ToDoubles(), 1e-14);
        first.Sequence.Value.Slice(0, 0, 1).Slice(1, 2, 3).ToDoubles().ShouldAllBe(value => value == 0);
        first.State.Hidden.Value.Slice(1, 0, 1).ToDoubles().ShouldBe(layer.Forward(alone, state: null).State.Hidden.Value.ToDoubles(), 1e-14);
        first.State.Hidden.Value.Slice(1, 2, 1).ToDoubles().ShouldAllBe(value => value == 0);
    }

    [Fact]
    public void A_sequence_read_in_two_parts_gives_what_it_gives_as_one()
    {
        foreach (RecurrentLayer<double> layer in new RecurrentLayer<double>[] { Rnn(2, 3, layers: 2), Lstm(2, 3, layers: 2, layerNorm: true), Gru(2, 3) })
        {
            Tensor<double> input = new Generator(seed: 6).Normal<double>([3, 5, 2]);
            RecurrentOutput<double> whole = layer.Forward(input, state: null), begin = layer.Forward(input.Slice(1, 0, 2), state: null);
            RecurrentOutput<double> rest = layer.Forward(input.Slice(1, 2, 3), begin.State);
            rest.Sequence.Value.ToDoubles().ShouldBe(whole.Sequence.Value.Slice(1, 2, 3).ToDoubles(), 1e-14);
            rest.State.Hidden.Value.ToDoubles().ShouldBe(whole.State.Hidden.Value.ToDoubles(), 1e-14);
            (rest.State.Cell is null).ShouldBe(layer is not Lstm<double>);
        }
    }

    [Fact]
    public void The_backward_direction_reads_the_sequence_turned_round()
    {
        Gru<double> both = Gru(2, 3, bidirectional: true), forward = Gru(2, 3);
        foreach ((string name, Parameter<double> parameter) in forward.NamedParameters())
            parameter.Value.CopyFrom(both.NamedParameters().Single(named => named.Name == name + "_reverse").Parameter.Value);
        Tensor<double> input = new Generator(seed: 7).Normal<double>([2, 4, 2]);
        double[] turned = forward.Forward(Turned(input)).Value.ToDoubles();
        Turned(both.Forward(input).Value.Slice(2, 3, 3)).ToDoubles().ShouldBe(turned, 1e-14);
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Training_and_evaluation_are_the_same(RecurrentLayer<double> layer)
    {
        Tensor<double> input = new Generator(seed: 8).Normal<double>([2, 4, 2]);
        double[] training = layer.Forward(input).Value.ToDoubles();
        layer.Eval();
        layer.Forward(input).Value.ToDoubles().ShouldBe(training);
        layer.Buffers().ShouldBeEmpty();
    }

    [Fact]
    public void A_normalized_product_does_not_see_its_weights_scale()
    {
        double[] Outputs(double scale)
        {
            Lstm<double> layer = Lstm(2, 8, layerNorm: true);
            foreach ((_, Parameter<double> parameter) in layer.NamedParameters().Where(named => named.Name.StartsWith("weight", StringComparison.Ordinal)))
                parameter.Value.CopyFrom(parameter.Value * scale);
            return layer.Forward(new Generator(seed: 9).Normal<double>([2, 4, 2])).Value.ToDoubles();
        }

        // Apart from what ε does to a product that is not large.
        Outputs(1e6).ShouldBe(Outputs(1e3), tolerance: 1e-6);
    }

    [Fact]
    public void Parameters_start_uniform_over_one_by_the_root_of_H_and_a_normalization_at_its_identity()
    {
        var layer = new Lstm<double>(20, 64, layerNorm: true) { ForgetBias = 5 };
        layer.Initialize(new Generator(seed: 1));
        double[] weights = layer.NamedParameters().Single(named => named.Name == "weight_ih_l0").Parameter.Value.ToDoubles();
        weights.ShouldAllBe(weight => Math.Abs(weight) <= 0.125);
        weights.Average(weight => weight * weight).ShouldBe(0.125 * 0.125 / 3, tolerance: 0.0003);
        double[] bias = layer.NamedParameters().Single(named => named.Name == "bias_ih_l0").Parameter.Value.ToDoubles();
        bias[64..128].ShouldAllBe(number => Math.Abs(number - 5) <= 0.125);
        bias[128..].Concat(bias[..64]).ShouldAllBe(number => Math.Abs(number) <= 0.125);
        layer.NamedParameters().Single(named => named.Name == "norm_hh_l0.weight").Parameter.Value.ToDoubles().ShouldAllBe(gamma => gamma == 1);
        ((Lstm<double>)layer.Clone()).ForgetBias.ShouldBe(5);
    }

    [Fact]
    public void No_sequences_give_none()
    {
        foreach (RecurrentLayer<double> layer in new RecurrentLayer<double>[] { Rnn(2, 3), Lstm(2, 3, layers: 2), Gru(2, 3, bidirectional: true) })
            layer.Forward(Tensor<double>.Ones([0, 4, 2])).Shape.ShouldBe([0, 4, layer.IsBidirectional ? 6 : 3]);
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_what_would()
    {
        Lstm<double> lstm = Lstm(2, 3, layers: 2);
        Tensor<double> input = Tensor<double>.Ones([4, 5, 2]), state = Tensor<double>.Ones([2, 4, 3]);
        Refused(() => lstm.Forward(Tensor<double>.Ones([5, 2])), "(N, T, 2)", "(5, 2)");
        Refused(() => lstm.Forward(Tensor<double>.Ones([4, 5, 3])), "(N, T, 2)");
        Refused(() => lstm.Forward(Tensor<double>.Ones([4, 0, 2])), "at least one step");
        Refused(() => lstm.Forward(input, new RecurrentState<double>(state)), "a cell state of shape (2, 4, 3)", "none");
        Refused(() => lstm.Forward(input, new RecurrentState<double>(Tensor<double>.Ones([4, 2, 3]), state)), "(2, 4, 3)", "(4, 2, 3)");
        Refused(() => Gru(2, 3, layers: 2).Forward(input, new RecurrentState<double>(state, state)), "no cell state");
        Refused(() => lstm.Forward(input, state: null, IndexTensor.From(1, 2)), "lengths (4)");
        Refused(() => lstm.Forward(input, state: null, IndexTensor.From(1, 2, 6, 5)), "sequence 2 of 5 steps", "6");
        Refused(() => lstm.Forward(input, state: null, IndexTensor.From(1, -2, 5, 5)), "sequence 1", "-2");
        Refused(() => _ = new Lstm<double>(2, 3, bias: false) { ForgetBias = 1 }, "no bias");
        Should.Throw<ArgumentOutOfRangeException>(() => Rnn(0, 3)).ParamName.ShouldBe("inputs");
        Should.Throw<ArgumentOutOfRangeException>(() => Gru(1, 0)).ParamName.ShouldBe("hidden");
        Should.Throw<ArgumentOutOfRangeException>(() => Gru(1, 1, layerNorm: true)).ParamName.ShouldBe("hidden");
        Should.Throw<ArgumentOutOfRangeException>(() => Lstm(1, 1, layers: 0)).ParamName.ShouldBe("layers");
        Should.Throw<ArgumentOutOfRangeException>(() => Rnn(1, 1, activation: (RnnActivation)7)).ParamName.ShouldBe("activation");
    }

    private static void Refused(Action act, params string[] parts)
    {
        string message = Should.Throw<ArgumentException>(act).Message;
        foreach (string part in parts)
            message.ShouldContain(part);
    }

    private static Tensor<double> Turned(Tensor<double> sequences)
    {
        int steps = sequences.Shape[1];
        return sequences.IndexSelect(1, IndexTensor.From([.. Enumerable.Range(1, steps).Select(i => steps - i)]));
    }
}
