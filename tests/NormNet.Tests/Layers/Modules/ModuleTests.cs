using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Tests.Layers;

public class ModuleTests
{
    [Fact]
    public void Parameters_are_listed_in_the_order_of_registration_under_their_paths()
    {
        Sequential<float> model = Sequential(Dense(3, 4), Relu(), Residual(Dense(4, 4), Tanh()), Dense(4, 2, bias: false));
        string[] expected = ["0.weight", "0.bias", "2.body.0.weight", "2.body.0.bias", "3.weight"];
        model.NamedParameters().Select(named => named.Name).ShouldBe(expected);
        model.Parameters().Select(parameter => parameter.Name).ShouldBe(expected);
        model.ParameterCount().ShouldBe((3 * 4) + 4 + (4 * 4) + 4 + (4 * 2));
    }

    [Fact]
    public void A_parameter_has_its_whole_path_however_the_model_was_put_together()
    {
        Dense<float> dense = Dense(2, 2);
        dense.Weight.Name.ShouldBe("weight");
        Sequential<float> inner = Sequential(Relu(), dense);
        dense.Weight.Name.ShouldBe("1.weight");
        Sequential(inner, Relu());
        dense.Weight.Name.ShouldBe("0.1.weight");
        dense.Name.ShouldBe("1");
    }

    [Fact]
    public void A_shared_layer_is_listed_and_saved_once()
    {
        Dense<float> shared = Dense(2, 2);
        Sequential<float> model = Sequential(shared, Relu(), shared);
        model.Parameters().ShouldBe([shared.Weight, shared.Bias!]);
        model.Modules().Count(module => ReferenceEquals(module, shared)).ShouldBe(1);
        model.StateDict().Keys.ShouldBe(["0.weight", "0.bias"]);
        shared.Weight.Name.ShouldBe("0.weight");
    }

    [Fact]
    public void A_listing_can_be_read_twice()
    {
        var parameters = Sequential(Dense(2, 2), Relu()).NamedParameters();
        parameters.Count().ShouldBe(2);
        parameters.Count().ShouldBe(2);
    }

    [Fact]
    public void Modes_reach_every_module_inside()
    {
        Sequential<float> model = Sequential(Residual(Dropout()), Relu());
        model.Modules().ShouldAllBe(module => module.IsTraining);
        model.Eval();
        model.Modules().ShouldAllBe(module => !module.IsTraining);
        model[0].Train();
        model.IsTraining.ShouldBeFalse();
        ((Residual<float>)model[0]).Body.IsTraining.ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("weight")]
    public void A_name_that_is_empty_dotted_or_taken_is_refused(string name) =>
        Should.Throw<ArgumentException>(() => new TwoParameters(name)).Message.ShouldContain(name);

    [Fact]
    public void A_module_cannot_contain_itself()
    {
        var outer = new Box();
        var inner = new Box();
        outer.Put("inner", inner);
        Should.Throw<ArgumentException>(() => inner.Put("outer", outer));
        Should.Throw<ArgumentException>(() => inner.Put("self", inner));
        inner.Children.ShouldBeEmpty();
    }

    [Fact]
    public void A_buffer_keeps_its_shape()
    {
        var buffer = new Buffer<float>(Tensor<float>.Zeros([3]));
        buffer.Value = Tensor<float>.Ones([3]);
        string message = Should.Throw<ArgumentException>(() => buffer.Value = Tensor<float>.Ones([1])).Message;
        message.ShouldContain("(3)");
        message.ShouldContain("(1)");
    }

    private sealed class TwoParameters : Module<float>
    {
        public TwoParameters(string second)
        {
            Register("weight", new Parameter<float>(Shape.Scalar));
            Register(second, new Parameter<float>(Shape.Scalar));
        }
    }

    private sealed class Box : Module<float>
    {
        public void Put(string name, Module<float> module) => Register(name, module);
    }
}
