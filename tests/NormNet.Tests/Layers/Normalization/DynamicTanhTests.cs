using NormNet.Layers;
using NormNet.Tensors;
using NormNet.Tests.Tensors;

namespace NormNet.Tests.Layers;

public sealed class DynamicTanhTests
{
    [Fact]
    public void The_documentations_example_holds()
    {
        DynamicTanh<double> layer = Nn<double>.DynamicTanh(1);
        layer.Alpha.Value.ToDoubles().ShouldBe([0.5]);
        layer.Weight.Value.AsWritableSpan().Fill(2);
        layer.Bias.Value.AsWritableSpan().Fill(1);
        layer.Forward(Tensor<double>.From([[2]])).Value.ToDoubles().ShouldBe([2.5232], tolerance: 1e-4);
        layer.StateDict().Keys.ShouldBe(["alpha", "weight", "bias"]);
    }

    [Fact]
    public void Channels_lie_along_the_axis_that_was_asked_for()
    {
        Tensor<double> first = new Generator(seed: 1).Normal<double>([2, 3, 4]);
        Tensor<double> last = new NormNet.Autograd.Variable<double>(first).Permute(0, 2, 1).Value;
        DynamicTanh<double> middle = Nn<double>.DynamicTanh(3), end = Nn<double>.DynamicTanh(3, axis: -1);
        foreach (DynamicTanh<double> layer in (DynamicTanh<double>[])[middle, end])
            layer.Weight.Value.CopyFrom(Tensor<double>.From([1, 2, 3]));
        new NormNet.Autograd.Variable<double>(end.Forward(last).Value).Permute(0, 2, 1).Value.ToDoubles()
            .ShouldBe(middle.Forward(first).Value.ToDoubles());
    }
}
