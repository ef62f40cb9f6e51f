using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<double>;

namespace NormNet.Tests.Layers;

/// <summary>Where folding would be wrong, or nothing says that it is right, the reason is given and nothing is made.</summary>
public class FoldingRefusalTests
{
    [Fact]
    public void Training_mode_is_refused_and_names_the_layer()
    {
        Sequential<double> model = Sequential(Dense(3, 2), BatchNorm(2));
        string message = Should.Throw<InvalidOperationException>(() => model.FoldBatchNorm()).Message;
        message.ShouldContain("training mode");
        message.ShouldContain("Eval()");

        model.Eval();
        model[1].Train();
        Should.Throw<InvalidOperationException>(() => model.FoldBatchNorm(keepUnfoldable: true)).Message.ShouldContain("1 BatchNorm(2)");
    }

    [Fact]
    public void An_output_with_two_readers_is_refused_and_may_stay() => Refused(
        Sequential(Conv2D(1, 2, kernel: 1), Residual(BatchNorm(2), Relu())), [2, 1, 3, 3], "1.body.0 BatchNorm(2)", "0 Conv2D(1, 2, kernel: 1)", "Residual");

    [Fact]
    public void Branches_that_read_the_same_convolution_are_refused() => Refused(
        Sequential(Conv2D(1, 2, kernel: 1), Concatenate(Sequential(), Sequential(BatchNorm(2)))), [2, 1, 3, 3], "hands the output", "Concatenate");

    [Fact]
    public void A_layer_used_twice_is_refused()
    {
        Dense<double> dense = Dense(2, 2);
        Refused(Sequential(dense, BatchNorm(2), Relu(), dense), [3, 2], "0 Dense(2, 2) is used in 2 places");
        BatchNorm<double> normalization = BatchNorm(2);
        Refused(Sequential(Dense(2, 2), normalization, Dense(2, 2), normalization), [3, 2], "1 BatchNorm(2) is used in 2 places");
    }

    [Fact]
    public void A_parameter_that_another_layer_has_too_is_refused()
    {
        Dense<double> dense = Dense(2, 2);
        Refused(Sequential(dense, BatchNorm(2), new Tied(dense.Weight)), [3, 2], "shares its parameter 0.weight");
    }

    [Fact]
    public void Statistics_of_the_batch_are_refused()
    {
        BatchNorm<double> normalization = BatchNorm(2);
        normalization.Source = StatisticsSource.Batch;
        Refused(Sequential(Dense(3, 2), normalization), [4, 3], "use the batch's statistics in evaluation too");
    }

    [Fact]
    public void A_module_that_does_not_show_its_connections_is_refused() => Refused(
        Sequential(Dense(3, 2), new Block()), [4, 3], "1.normalization BatchNorm(2)", "1 Block does not show how it connects");

    [Fact]
    public void Channels_that_are_not_the_outputs_are_refused()
    {
        Sequential<double> model = Sequential(Dense(4, 3), BatchNorm(5));
        model.Eval();
        Should.Throw<InvalidOperationException>(() => model.FoldBatchNorm()).Message.ShouldContain("its 5 channels are not the 3 outputs");
    }

    [Fact]
    public void A_dense_layer_with_a_normalization_inside_takes_rows_only()
    {
        Sequential<double> model = Sequential(Dense(4, 3), BatchNorm(3));
        model.Eval();
        Layer<double> folded = model.FoldBatchNorm();
        Tensor<double> places = Tensor<double>.Ones([2, 3, 4]);

        model.Forward(places).Shape.ShouldBe([2, 3, 3]);
        Should.Throw<ArgumentException>(() => folded.Forward(places)).Message.ShouldContain("(2, 3, 4)");
        Should.Throw<ArgumentException>(() => folded.Clone().Forward(places)).Message.ShouldContain("channels are axis 1");
    }

    private static void Refused(Sequential<double> model, Shape input, params string[] reasons)
    {
        var generator = new Generator(seed: 2);
        model.Initialize(generator);
        model.Forward(generator.Normal<double>(input, mean: 1));
        model.Eval();
        string message = Should.Throw<InvalidOperationException>(() => model.FoldBatchNorm()).Message;
        foreach (string reason in reasons)
            message.ShouldContain(reason);

        Layer<double> kept = model.FoldBatchNorm(keepUnfoldable: true);
        Tensor<double> x = generator.Normal<double>(input);
        kept.Modules().OfType<BatchNorm<double>>().ShouldNotBeEmpty();
        kept.Forward(x).Value.AsSpan().ToArray().ShouldBe(model.Forward(x).Value.AsSpan().ToArray());
    }

    /// <summary>A block as a program may write it: what it does with its layers is code.</summary>
    private sealed class Block : Layer<double>
    {
        private readonly BatchNorm<double> _normalization;

        public Block() => _normalization = Register("normalization", BatchNorm(2));

        protected override Variable<double> ForwardCore(Variable<double> input) => _normalization.Forward(input) + input;

        protected override Module<double> CloneCore(ModuleCloner<double> cloner) => new Block();
    }

    /// <summary>A product with another layer's weight.</summary>
    private sealed class Tied : Layer<double>
    {
        private readonly Parameter<double> _weight;

        public Tied(Parameter<double> weight) => _weight = Register("weight", weight);

        protected override Variable<double> ForwardCore(Variable<double> input) => input.MatMul(_weight);

        protected override Module<double> CloneCore(ModuleCloner<double> cloner) => new Tied(new Parameter<double>(_weight.Shape));
    }
}
