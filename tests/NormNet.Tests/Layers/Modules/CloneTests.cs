using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Tests.Layers;

public class CloneTests
{
    [Fact]
    public void A_clone_has_the_same_state_and_shares_none_of_it()
    {
        Sequential<float> model = Sequential(
            Conv2D(1, 4, kernel: 3, stride: 2, padding: 1, bias: false), Relu(), MaxPool2D(2, stride: 1), AveragePool2D(2, stride: 1),
            Residual([Conv2D(4, 4, kernel: 1), Tanh(), Sigmoid()], shortcut: Conv2D(4, 4, kernel: 1, groups: 2)),
            Concatenate(Conv2D(4, 3, kernel: 1), Sequential()),
            Dropout(0.25), Flatten(), Dense(28, 2, bias: false));
        model.Initialize(new Generator(seed: 8));
        Layer<float> clone = model.Clone();

        clone.ToString().ShouldBe(model.ToString());
        StateDictionary before = model.StateDict();
        Bytes(clone.StateDict()).ShouldBe(Bytes(before));

        foreach (Parameter<float> parameter in clone.Parameters())
            parameter.Value.AsWritableSpan().Fill(9);
        Bytes(model.StateDict()).ShouldBe(Bytes(before));
    }

    [Fact]
    public void A_clone_has_modes_frozen_parameters_and_randomness_of_its_own()
    {
        var tracked = new Tracked<float>();
        Sequential<float> model = Sequential(tracked, Dropout());
        model.Initialize(new Generator(seed: 2));
        tracked.Weight.RequiresGradient = false;
        tracked.Noise.Next();
        model[1].Eval();

        var clone = (Sequential<float>)model.Clone();
        var copy = (Tracked<float>)clone[0];
        copy.Weight.RequiresGradient.ShouldBeFalse();
        copy.Noise.Position.ShouldBe(1);
        clone.IsTraining.ShouldBeTrue();
        clone[1].IsTraining.ShouldBeFalse();

        copy.Noise.Next();
        copy.Batches.Value = 7;
        clone[1].Train();
        tracked.Noise.Position.ShouldBe(1);
        tracked.Batches.Value.ShouldBe(0);
        model[1].IsTraining.ShouldBeFalse();
    }

    [Fact]
    public void A_clone_continues_exactly_as_the_original_would()
    {
        Sequential<float> model = Sequential(Dense(4, 8), Dropout(0.5), Dense(8, 2), new Tracked<float>());
        model.Initialize(new Generator(seed: 6));
        Tensor<float> x = new Generator(seed: 1).Normal<float>([5, 4]);
        model.Forward(x);

        Layer<float> clone = model.Clone();
        float[] next = model.Forward(x).Value.AsSpan().ToArray();
        clone.Forward(x).Value.AsSpan().ToArray().ShouldBe(next);
        model.Forward(x).Value.AsSpan().ToArray().ShouldNotBe(next);
    }

    [Fact]
    public void A_clone_shares_inside_where_the_original_does()
    {
        Dense<float> shared = Dense(2, 2);
        var clone = (Sequential<float>)Sequential(shared, Relu(), shared).Clone();
        clone[2].ShouldBeSameAs(clone[0]);
        clone[0].ShouldNotBeSameAs(shared);
    }

    [Fact]
    public void A_layer_that_does_not_say_how_it_is_copied_is_named() =>
        Should.Throw<NotSupportedException>(() => Sequential(new Uncopied()).Clone()).Message.ShouldContain(nameof(Uncopied));

    [Fact]
    public void A_layer_that_was_reparametrized_inside_another_is_so_in_the_clone()
    {
        TransformerEncoderLayer<float> block = TransformerEncoderLayer(4, heads: 2, dropout: 0);
        WeightNorm(block.Linear1);
        SpectralNorm(block.Attention.OutputProjection);
        block.Initialize(new Generator(seed: 9));
        block.Eval();
        Tensor<float> x = new Generator(seed: 2).Normal<float>([2, 3, 4]);

        var clone = (TransformerEncoderLayer<float>)block.Clone();

        clone.NamedParameters().Select(named => named.Name).ShouldBe(block.NamedParameters().Select(named => named.Name));
        clone.Forward(x).Value.AsSpan().ToArray().ShouldBe(block.Forward(x).Value.AsSpan().ToArray());
        clone.Linear1.Weight.Value.AsWritableSpan().Clear();
        block.Linear1.Weight.Value.AsSpan().ToArray().ShouldContain(weight => weight != 0);
    }

    [Fact]
    public void A_copy_of_other_parts_is_refused_by_name() =>
        Should.Throw<NotSupportedException>(() => Sequential(new Forgetful(parts: 2)).Clone()).Message
            .ShouldBe("Forgetful: its copy has part0 where part0, part1 are needed; CloneCore has to make the same.");

    private static byte[] Bytes(StateDictionary state) => [.. state.Values.SelectMany(tensor => tensor.Bytes.ToArray())];

    private sealed class Uncopied : Layer<float>
    {
        protected override Variable<float> ForwardCore(Variable<float> input) => input;
    }

    private sealed class Forgetful : Layer<float>
    {
        public Forgetful(int parts)
        {
            for (int i = 0; i < parts; i++)
                Register($"part{i}", Dense(1, 1));
        }

        protected override Variable<float> ForwardCore(Variable<float> input) => input;

        protected override Module<float> CloneCore(ModuleCloner<float> cloner) => new Forgetful(parts: 1);
    }
}
