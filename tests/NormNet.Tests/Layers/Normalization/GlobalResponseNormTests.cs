using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;
using NormNet.Tests.Tensors;

namespace NormNet.Tests.Layers;

public sealed class GlobalResponseNormTests
{
    [Fact]
    public void It_starts_as_the_identity()
    {
        Tensor<float> x = new Generator(seed: 1).Normal<float>([2, 3, 4, 4]);
        Nn<float>.GlobalResponseNorm(3).Forward(x).Value.ToDoubles().ShouldBe(x.ToDoubles());
    }

    [Fact]
    public void The_documentations_example_holds()
    {
        GlobalResponseNorm<double> layer = Nn<double>.GlobalResponseNorm(2);
        layer.Weight.Value.AsWritableSpan().Fill(1);
        layer.Forward(Tensor<double>.From([[[3, 4], [0, 0]]])).Value.ToDoubles().ShouldBe([9, 12, 0, 0], tolerance: 1e-5);
    }

    [Fact]
    public void A_feature_map_of_zeros_has_a_gradient_that_is_finite()
    {
        GlobalResponseNorm<double> layer = Nn<double>.GlobalResponseNorm(2);
        layer.Weight.Value.AsWritableSpan().Fill(1);
        using var tape = Tape<double>.Record();
        Variable<double> x = tape.Input(Tensor<double>.From([[[3, 4], [0, 0]], [[0, 0], [0, 0]]]));
        Variable<double> y = layer.Forward(x);
        tape.Gradients(y, [x], Tensor<double>.Ones(y.Shape))[0].Value.ToDoubles().ShouldAllBe(g => double.IsFinite(g));
    }

    [Fact]
    public void A_samples_scale_passes_through()
    {
        GlobalResponseNorm<double> layer = Nn<double>.GlobalResponseNorm(4, epsilon: 1e-12);
        layer.Weight.Value.CopyFrom(new Generator(seed: 2).Normal<double>([4]));
        Variable<double> x = new Generator(seed: 1).Normal<double>([2, 4, 6]);
        layer.Forward(3.0 * x).Value.ToDoubles().ShouldBe((3.0 * layer.Forward(x)).Value.ToDoubles(), tolerance: 1e-9);
    }
}
