using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using NormNet.Tests.Tensors;
using static NormNet.Layers.Nn<double>;

namespace NormNet.Tests.Layers;

/// <summary>A parameter of two layers is one: drawn, listed, updated, saved and copied once.</summary>
public sealed class SharedParameterTests : IDisposable
{
    private const int Words = 5, Features = 3;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_layers_that_share_have_one_parameter_that_starts_as_its_owner_says()
    {
        Sequential<double> tied = Tied(), apart = Sequential(Embedding(Words, Features), Dense(Features, Words));
        apart.Initialize(new Generator(seed: 4));
        tied.Initialize(new Generator(seed: 4));
        tied.NamedParameters().Select(named => named.Name).ShouldBe(["0.weight", "1.bias"]);
        Weight(tied, 1).ShouldBeSameAs(Weight(tied, 0));
        Weight(tied, 1).Name.ShouldBe("0.weight");
        Weight(tied, 1).Value.ToDoubles().ShouldBe(Weight(apart, 0).Value.ToDoubles());
        ((Dense<double>)tied[1]).SharesWeight.ShouldBeTrue();
    }

    [Fact]
    public void Its_gradient_is_the_sum_of_both_uses_and_an_optimizer_changes_it_once()
    {
        Sequential<double> tied = Tied(), apart = Sequential(Embedding(Words, Features), Dense(Features, Words));
        Weight(apart, 0).Value.CopyFrom(Weight(tied, 0).Value);
        Weight(apart, 1).Value.CopyFrom(Weight(tied, 0).Value);
        ((Dense<double>)apart[1]).Bias!.Value.CopyFrom(((Dense<double>)tied[1]).Bias!.Value);
        double[] together = Gradients(tied)[0], first = Gradients(apart)[0], second = Gradients(apart)[1];
        for (int i = 0; i < together.Length; i++)
            together[i].ShouldBe(first[i] + second[i], 1e-14);

        double before = Weight(tied, 0).Value[1, 1];
        new Sgd<double>(tied.Parameters(), learningRate: 0.5).Step();
        Weight(tied, 1).Value[1, 1].ShouldBe(before - (0.5 * together[(1 * Features) + 1]), 1e-14);
    }

    [Fact]
    public void It_is_saved_once_and_loaded_from_a_state_with_it_under_either_name_or_both()
    {
        Sequential<double> model = Tied(), other = Tied();
        model.Initialize(new Generator(seed: 9));
        model.Save(_folder["tied"]);
        SafetensorsFile.Read(_folder["tied"]).Keys.ShouldBe(["0.weight", "1.bias"], ignoreOrder: true);
        other.Load(_folder["tied"]);
        Weight(other, 1).Value.ToDoubles().ShouldBe(Weight(model, 0).Value.ToDoubles());

        foreach (string[] names in (string[][])[["1.weight"], ["0.weight", "1.weight"]])
        {
            var state = new StateDictionary { { "1.bias", Tensor<double>.Zeros([Words]) } };
            foreach (string name in names)
                state.Add(name, Tensor<double>.Full([Words, Features], 7));
            other.LoadStateDict(state);
            Weight(other, 0).Value.ToDoubles().ShouldAllBe(number => number == 7);
        }
    }

    [Fact]
    public void A_state_that_gives_it_two_values_or_none_is_refused_and_nothing_is_loaded()
    {
        Sequential<double> model = Tied();
        double[] before = Weight(model, 0).Value.ToDoubles();
        var state = new StateDictionary { { "1.bias", Tensor<double>.Zeros([Words]) } };
        Should.Throw<ArgumentException>(() => model.LoadStateDict(state)).Message.ShouldContain("missing: 0.weight.");

        state.Add("0.weight", Tensor<double>.Full([Words, Features], 7));
        state.Add("1.weight", Tensor<double>.Full([Words, Features], 8));
        Should.Throw<ArgumentException>(() => model.LoadStateDict(state)).Message
            .ShouldContain("0.weight and 1.weight are one in the model and differ in the state");
        Weight(model, 0).Value.ToDoubles().ShouldBe(before);
    }

    [Fact]
    public void A_clone_shares_as_the_model_does_and_a_clone_of_the_borrower_alone_has_its_own()
    {
        Sequential<double> model = Tied();
        var copy = (Sequential<double>)model.Clone();
        Weight(copy, 1).ShouldBeSameAs(Weight(copy, 0));
        Weight(copy, 0).ShouldNotBeSameAs(Weight(model, 0));
        Weight(copy, 0).Value.ToDoubles().ShouldBe(Weight(model, 0).Value.ToDoubles());
        copy.Parameters().Count.ShouldBe(2);

        var alone = (Dense<double>)model[1].Clone();
        alone.SharesWeight.ShouldBeFalse();
        alone.Weight.ShouldNotBeSameAs(Weight(model, 0));
        alone.Weight.Value.ToDoubles().ShouldBe(Weight(model, 0).Value.ToDoubles());
    }

    [Fact]
    public void Another_shape_and_a_reparametrized_weight_are_refused()
    {
        Dense<double> square = Dense(3, 3);
        Should.Throw<ArgumentException>(() => Dense(3, 4).ShareWeight(square.Weight)).Message.ShouldContain("(4, 3)");
        Dense<double> normed = Dense(3, 3);
        normed.Reparametrize(weight => new WeightNorm<double>(weight));
        Should.Throw<InvalidOperationException>(() => normed.ShareWeight(square.Weight)).Message.ShouldContain("reparametrized");
        Dense<double> borrower = Dense(3, 3);
        borrower.ShareWeight(square.Weight);
        Should.Throw<InvalidOperationException>(() => borrower.Reparametrize(weight => new WeightNorm<double>(weight))).Message
            .ShouldContain("shares");
    }

    private static Sequential<double> Tied()
    {
        Embedding<double> table = Embedding(Words, Features);
        return Sequential(table, Dense(Features, Words).ShareWeight(table.Weight));
    }

    private static Parameter<double> Weight(Sequential<double> model, int layer) =>
        model[layer] is Embedding<double> table ? table.Weight : ((Dense<double>)model[layer]).Weight;

    /// <summary>∂ℓ/∂ each parameter, for a loss that neither use leaves without a gradient.</summary>
    private static double[][] Gradients(Sequential<double> model)
    {
        foreach (Parameter<double> parameter in model.Parameters())
            parameter.Gradient = null;
        using var tape = Tape<double>.Record();
        tape.Backward(Losses.CrossEntropy(model.Forward(Tensor<double>.From([1, 3, 1])), IndexTensor.From([2, 0, 1])));
        return [.. model.Parameters().Select(parameter => parameter.Gradient!.ToDoubles())];
    }
}
