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
