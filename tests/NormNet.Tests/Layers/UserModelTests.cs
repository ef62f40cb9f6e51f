using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<double>;

namespace NormNet.Tests.Layers;

public sealed class UserModelTests
{
    /// <summary>A model written as a class of one's own: y = tanh(first(x)) + second(x).</summary>
    private sealed class TwoBranches : Layer<double>
    {
        private readonly Layer<double> _first;
        private readonly Layer<double> _second;

        internal TwoBranches()
        {
            _first = Register("first", Dense(3, 2));
            _second = Register("second", Dense(3, 2, bias: false));
        }

        public override Variable<double> Forward(Variable<double> input) => _first.Forward(input).Tanh() + _second.Forward(input);
    }

    private sealed class Nothing : Layer<double>;

    [Fact]
    public void A_class_that_overrides_forward_is_initialized_listed_and_trained_like_any_layer()
    {
        var model = Sequential(new TwoBranches(), Relu(), Dense(2, 1));
        model.Initialize(new Generator(seed: 1));

        model.StateDict().Keys.ShouldContain("0.first.weight");
        using var tape = Tape<double>.Record();
        tape.Backward(model.Forward(new Generator(seed: 2).Normal<double>([4, 3])).Sum());
        model.Parameters().ShouldAllBe(parameter => parameter.Gradient != null);
        tape.Nodes[0].Scope.ShouldBe("first");
    }

    [Fact]
    public void A_class_that_computes_nothing_says_so() =>
        Should.Throw<NotSupportedException>(() => new Nothing().Forward(Tensor<double>.Scalar(1))).Message.ShouldContain("Nothing");
}
