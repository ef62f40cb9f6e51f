using System.Diagnostics;
using System.Reflection;
using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Tests.Layers;

/// <summary>What a debugger shows, and that looking changes nothing.</summary>
public class DebugViewTests
{
    [Fact]
    public void A_tensor_shows_its_spread_and_looking_is_no_change()
    {
        Tensor<float> x = Tensor<float>.From([1, -2, 4]);
        int version = x.Version;
        var view = new TensorDebugView<float>(x);
        view.Values.ShouldBe([1, -2, 4]);
        (view.Minimum, view.Maximum, view.NonFinite).ShouldBe((-2, 4, 0));
        view.Text.ShouldBe(x.ToString());
        x.Version.ShouldBe(version);
        new TensorDebugView<float>(Tensor<float>.From([double.NaN, double.PositiveInfinity])).NonFinite.ShouldBe(2);
    }

    [Fact]
    public void A_tensor_handed_back_shows_no_numbers()
    {
        Tensor<float> scratch = Tensor<float>.Uninitialized([4]);
        Tensor<float>.Return(scratch);
        var view = new TensorDebugView<float>(scratch);
        view.IsHandedBack.ShouldBeTrue();
        view.Values.ShouldBeEmpty();
        view.Text.ShouldBeEmpty();
    }

    [Fact]
    public void Looking_at_a_model_does_not_initialize_it()
    {
        Sequential<float> model = Sequential(Dense(2, 3), Relu());
        var view = new ModuleDebugView<float>(model);
        view.Children.ShouldBe(model.Children);
        KeyValuePair<string, Tensor<float>>[] tensors = new ModuleDebugView<float>(view.Children[0]).Tensors;
        tensors.Select(tensor => tensor.Key).ShouldBe(["weight", "bias"]);
        tensors[0].Value.ToString().ShouldContain("0");
        tensors[0].Value.AsSpan().ToArray().ShouldAllBe(weight => weight == 0);
        model.Parameters()[0].Value.AsSpan().ToArray().ShouldContain(weight => weight != 0);
    }

    [Theory]
    [InlineData(typeof(Tensor<>))]
    [InlineData(typeof(Shape))]
    [InlineData(typeof(IndexTensor))]
    [InlineData(typeof(Module<>))]
    [InlineData(typeof(NormNet.Autograd.Variable<>))]
    [InlineData(typeof(NormNet.Autograd.Node<>))]
    public void Every_type_that_is_stepped_over_has_a_display(Type type) =>
        type.GetCustomAttribute<DebuggerDisplayAttribute>().ShouldNotBeNull();
}
