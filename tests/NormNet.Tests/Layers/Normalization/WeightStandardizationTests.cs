using NormNet.Layers;
using NormNet.Tensors;
using NormNet.Tests.Tensors;

namespace NormNet.Tests.Layers;

public sealed class WeightStandardizationTests
{
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0.5)]
    public void The_documentations_example_holds(bool gain, double factor)
    {
        // With a gain of 1 over the root of four inputs everything is half as large.
        Dense<double> dense = Nn<double>.WeightStandardization(Nn<double>.Dense(4, 1, bias: false), gain, epsilon: 0);
        dense.Weight.Value.CopyFrom(Tensor<double>.From([[1, 2, 3, 6]]));
        double root = Math.Sqrt(3.5) / factor;
        dense.BakeReparametrization();
        dense.Weight.Value.ToDoubles().ShouldBe([-2 / root, -1 / root, 0, 3 / root], tolerance: 1e-14);
    }

    [Fact]
    public void Scale_and_centre_of_an_outputs_weights_do_not_matter()
    {
        Conv2D<double> convolution = Nn<double>.WeightStandardization(Nn<double>.Conv2D(2, 3, kernel: 2), epsilon: 0);
        Tensor<double> x = new Generator(seed: 1).Normal<double>([2, 2, 4, 4]);
        double[] before = convolution.Forward(x).Value.ToDoubles();
        convolution.Weight.Value.CopyFrom(convolution.Weight.Value.Multiply(3).Add(0.7));
        convolution.Forward(x).Value.ToDoubles().ShouldBe(before, tolerance: 1e-12);
    }

    [Fact]
    public void The_gain_is_learned_from_one_on()
    {
        Conv2D<double> convolution = Nn<double>.WeightStandardization(Nn<double>.Conv2D(2, 3, kernel: 2), gain: true);
        var standardization = (WeightStandardization<double>)convolution.Reparametrization!;
        standardization.Gain!.Value.ToDoubles().ShouldBe([1, 1, 1]);
        standardization.Gain.Shape.ShouldBe(Shape.Of(3, 1, 1, 1));
        Nn<double>.WeightStandardization(Nn<double>.Dense(4, 3), epsilon: 0.5).ToString().ShouldBe("Dense(4, 3, WeightStandardization(epsilon: 0.5))");
    }

    [Fact]
    public void Settings_that_are_none_are_refused_and_leave_the_layer_as_it_was()
    {
        Dense<float> dense = Nn<float>.Dense(1, 3);
        Should.Throw<ArgumentException>(() => Nn<float>.WeightStandardization(dense)).Message.ShouldContain("(3, 1)");
        dense.Reparametrization.ShouldBeNull();
        dense.StateDict().Keys.ShouldBe(["weight", "bias"]);
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<float>.WeightStandardization(Nn<float>.Dense(4, 3), epsilon: double.NaN));
    }
}
