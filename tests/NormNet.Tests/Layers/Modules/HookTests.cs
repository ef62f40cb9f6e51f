using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<double>;

namespace NormNet.Tests.Layers;

public sealed class HookTests
{
    private static readonly Tensor<double> X = Tensor<double>.From([[1, -2], [3, 0.5]]);

    [Fact]
    public void Hooks_are_called_in_the_order_of_a_step_and_outer_ones_enclose_inner_ones()
    {
        var calls = new List<string>();
        Sequential<double> model = Sequential(Dense(2, 2), Tanh());
        foreach (Layer<double> layer in new Layer<double>[] { model, model[0], model[1] })
        {
            string name = layer.Name.Length == 0 ? "model" : layer.Name;
            layer.BeforeForward(_ => calls.Add($"x of {name}"));
            layer.AfterForward((_, _) => calls.Add($"y of {name}"));
            layer.BeforeBackward(_ => calls.Add($"dy of {name}"));
            layer.AfterBackward(_ => calls.Add($"dx of {name}"));
        }

        using var tape = Tape<double>.Record();
        tape.Backward(model.Forward(tape.Input(X)).Sum());

        calls.ShouldBe(
        [
            "x of model", "x of 0", "y of 0", "x of 1", "y of 1", "y of model",
            "dy of model", "dy of 1", "dx of 1", "dy of 0", "dx of 0", "dx of model",
        ]);
    }

    [Fact]
    public void Backward_hooks_see_the_gradients_that_the_tape_computes()
    {
        Sequential<double> model = Sequential(Dense(2, 3), Sigmoid(), Dense(3, 1));
        Variable<double>? x = null, y = null;
        Tensor<double>? dy = null, dx = null;
        model[1].AfterForward((input, output) => (x, y) = (input, output));
        model[1].BeforeBackward(gradient => dy = gradient.Value.Clone());
        model[1].AfterBackward(gradient => dx = gradient.Value.Clone());

        using var tape = Tape<double>.Record();
        Variable<double> loss = model.Forward(X).Power(2).Sum();
        tape.Backward(loss);
        Variable<double>[] expected = tape.Gradients(loss, [y!, x!]);

        dy!.AsSpan().ToArray().ShouldBe(expected[0].Value.AsSpan().ToArray());
        dx!.AsSpan().ToArray().ShouldBe(expected[1].Value.AsSpan().ToArray());
        dy.AsSpan().ToArray().ShouldContain(value => value != 0);
    }

    [Fact]
    public void What_a_hook_returns_is_gone_on_with_and_differentiated_through()
    {
        Layer<double> layer = Tanh();
        layer.BeforeForward(x => 2.0 * x);
        layer.AfterForward((_, y) => y * y);
        layer.AfterForward((_, y) => 3.0 * y);
        layer.BeforeBackward(gradient => -gradient);
        layer.AfterBackward(gradient => 10.0 * gradient);

        using var tape = Tape<double>.Record();
        Variable<double> x = tape.Input(X), y = layer.Forward(x);
        tape.Backward(y.Sum());

        for (int i = 0; i < X.Count; i++)
        {
            double t = Math.Tanh(2 * X.AsSpan()[i]);
            y.Value.AsSpan()[i].ShouldBe(3 * t * t, Tolerance.For<double>(10));
            x.Gradient!.AsSpan()[i].ShouldBe(-10 * 2 * 3 * 2 * t * (1 - (t * t)), 120 * Tolerance.For<double>(10));
        }
    }

    [Fact]
    public void A_recorded_backward_pass_records_what_a_hook_does()
    {
        Layer<double> layer = Flatten();
        layer.BeforeBackward(gradient => gradient * gradient);
        using var tape = Tape<double>.Record();
        Variable<double> x = tape.Input(Tensor<double>.From([[3, 5]]));

        // ∂ℓ/∂y = 2y = 2x for ℓ = Σ y²; the hook squares it: 4x², whose derivative is 8x.
        Variable<double> first = tape.Gradients(layer.Forward(x).Power(2).Sum(), [x], record: true)[0];
        first.Value.AsSpan().ToArray().ShouldBe([36, 100]);

        // The second pass comes through the layer too, and its gradient is squared as well.
        tape.Gradients(first.Sum(), [x])[0].Value.AsSpan().ToArray().ShouldBe([24 * 24, 40 * 40]);
    }

    [Fact]
    public void A_disposed_hook_is_called_no_more_even_by_a_tape_recorded_before()
    {
        Layer<double> layer = Tanh();
        int forward = 0, backward = 0;
        IDisposable first = layer.AfterForward((_, _) => forward++), second = layer.BeforeBackward(_ => backward++);
        using var tape = Tape<double>.Record();
        Variable<double> loss = layer.Forward(tape.Input(X)).Sum();
        tape.Backward(loss);
        (forward, backward).ShouldBe((1, 1));

        first.Dispose();
        second.Dispose();
        second.Dispose();
        layer.Forward(X);
        tape.Backward(loss);
        (forward, backward).ShouldBe((1, 1));
    }

    [Fact]
    public void A_hook_may_take_itself_out_and_a_function_added_twice_is_called_until_both_are_taken_out()
    {
        Layer<double> layer = Tanh();
        int once = 0, twice = 0;
        IDisposable? self = null;
        self = layer.BeforeForward(_ =>
        {
            once++;
            self!.Dispose();
        });
        Func<Variable<double>, Variable<double>> counting = x =>
        {
            twice++;
            return x;
        };
        IDisposable first = layer.BeforeForward(counting);
        layer.BeforeForward(counting);
        layer.Forward(X);
        (once, twice).ShouldBe((1, 2));

        first.Dispose();
        first.Dispose();
        layer.Forward(X);
        (once, twice).ShouldBe((1, 3));
    }

    [Fact]
    public void Without_hooks_or_without_a_tape_nothing_is_added_to_the_computation()
    {
        Layer<double> layer = Tanh();
        using (var tape = Tape<double>.Record())
        {
            layer.Forward(tape.Input(X));
            tape.Nodes.Count.ShouldBe(1);
        }

        layer.BeforeBackward(_ => { });
        layer.AfterBackward(_ => { });
        using (var tape = Tape<double>.Record())
        {
            layer.Forward(tape.Input(X));
            tape.Nodes.Select(node => node.Operation.Name).ShouldBe(["GradientHook", "Tanh", "GradientHook"]);
        }

        layer.Forward(X).Node.ShouldBeNull();
        layer.Clone().TakesHooks.ShouldBeTrue();
        using (var tape = Tape<double>.Record())
        {
            layer.Clone().Forward(tape.Input(X));
            tape.Nodes.Count.ShouldBe(1);
        }
    }

    [Fact]
    public void A_gradient_of_another_shape_and_a_null_are_errors_that_name_the_cause()
    {
        Layer<double> layer = Tanh();
        IDisposable wrong = layer.BeforeBackward(gradient => gradient.Sum());
        using var tape = Tape<double>.Record();
        Variable<double> loss = layer.Forward(tape.Input(X)).Sum();
        string message = Should.Throw<InvalidOperationException>(() => tape.Backward(loss)).Message;
        message.ShouldContain("GradientHook");
        message.ShouldContain("(2, 2)");

        wrong.Dispose();
        layer.AfterForward((_, _) => null!);
        Should.Throw<InvalidOperationException>(() => layer.Forward(X)).Message.ShouldContain("a hook returned null");
    }

    [Fact]
    public void A_class_that_overrides_forward_refuses_hooks_and_its_layers_take_them()
    {
        var model = new Halving();
        model.TakesHooks.ShouldBeFalse();
        Should.Throw<NotSupportedException>(() => model.BeforeForward(_ => { })).Message.ShouldContain("Halving");

        int calls = 0;
        model.Inner.BeforeForward(_ => calls++);
        model.Forward(X);
        calls.ShouldBe(1);
    }

    [Fact]
    public void A_parameter_of_two_layers_has_the_sum_of_their_gradients_and_is_updated_once()
    {
        var weight = new Parameter<double>(Tensor<double>.From([[1, 2], [3, 4]]));
        var tied = new Tied(weight);
        tied.Parameters().ShouldBe([weight]);
        using var tape = Tape<double>.Record();
        tape.Backward(tied.Forward(X).Sum());
        double[] together = weight.Gradient!.AsSpan().ToArray();

        // ℓ = Σ x·Wᵀ·W: each place alone, the other held constant.
        var first = new Variable<double>(weight.Value, requiresGradient: true);
        var second = new Variable<double>(weight.Value, requiresGradient: true);
        Variable<double> loss = new Variable<double>(X).MatMul(first, transposeB: true).MatMul(second).Sum();
        Variable<double>[] apart = tape.Gradients(loss, [first, second]);
        for (int i = 0; i < together.Length; i++)
        {
            together[i].ShouldBe(apart[0].Value.AsSpan()[i] + apart[1].Value.AsSpan()[i], 1e-12);
            apart[0].Value.AsSpan()[i].ShouldNotBe(0);
        }

        new NormNet.Optimizers.Sgd<double>(tied.Parameters(), learningRate: 1).Step();
        weight.Value[0, 0].ShouldBe(1 - together[0], 1e-12);
    }

    private sealed class Halving : Layer<double>
    {
        internal Layer<double> Inner { get; }

        internal Halving() => Inner = Register("inner", Tanh());

        public override Variable<double> Forward(Variable<double> input) => 0.5 * Inner.Forward(input);
    }

    /// <summary>y = x · Wᵀ · W: an encoder and a decoder with one matrix, each a layer of its own.</summary>
    private sealed class Tied : Layer<double>
    {
        private readonly Product _encoder, _decoder;

        internal Tied(Parameter<double> weight)
        {
            _encoder = Register("encoder", new Product(weight, transpose: true));
            _decoder = Register("decoder", new Product(weight, transpose: false));
        }

        protected override Variable<double> ForwardCore(Variable<double> input) => _decoder.Forward(_encoder.Forward(input));
    }

    private sealed class Product : Layer<double>
    {
        private readonly Parameter<double> _weight;
        private readonly bool _transpose;

        internal Product(Parameter<double> weight, bool transpose) =>
            (_weight, _transpose) = (Register("weight", weight), transpose);

        protected override Variable<double> ForwardCore(Variable<double> input) => input.MatMul(_weight, transposeB: _transpose);
    }
}
