using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;
using NormNet.Tests.Tensors;

namespace NormNet.Tests.Layers;

public sealed class FilterResponseNormTests
{
    [Fact]
    public void The_documentations_examples_hold()
    {
        Layer<double> layer = Nn<double>.FilterResponseNorm(1, epsilon: 0);
        double root = Math.Sqrt(12.5);
        layer.Forward(Tensor<double>.From([[[3, 4]]])).Value.ToDoubles().ShouldBe([3 / root, 4 / root], tolerance: 1e-15);
        Layer<double> both = Nn<double>.Sequential(layer, Nn<double>.ThresholdedLinearUnit(1));
        both.Forward(Tensor<double>.From([[[-3, -4]]])).Value.ToDoubles().ShouldBe([0, 0]);

        ThresholdedLinearUnit<double> unit = Nn<double>.ThresholdedLinearUnit(1);
        unit.Threshold.Value.AsWritableSpan().Fill(-1);
        unit.Forward(Tensor<double>.From([[-2], [-0.5], [1]])).Value.ToDoubles().ShouldBe([-1, -0.5, 1]);
    }

    [Fact]
    public void It_is_instance_normalization_of_centred_feature_maps()
    {
        Variable<double> x = new Generator(seed: 1).Normal<double>([3, 4, 5, 2], mean: 1);
        Variable<double> centred = x - x.Mean([2, 3], keepDimensions: true);
        Nn<double>.FilterResponseNorm(4, epsilon: 1e-5).Forward(centred).Value.ToDoubles()
            .ShouldBe(Nn<double>.InstanceNorm(4).Forward(x).Value.ToDoubles(), tolerance: 1e-12);
    }

    [Fact]
    public void A_learned_epsilon_adds_its_size_to_the_fixed_one()
    {
        FilterResponseNorm<double> learned = Nn<double>.FilterResponseNorm(2, epsilon: 0.25, learnsEpsilon: true);
        learned.StateDict().Keys.ShouldBe(["weight", "bias", "eps"]);
        learned.LearnedEpsilon!.Value.ToDoubles().ShouldBe([1e-4]);
        Tensor<double> x = new Generator(seed: 1).Normal<double>([3, 2, 4]);
        foreach (double value in (double[])[0.5, -0.5])
        {
            learned.LearnedEpsilon.Value.AsWritableSpan().Fill(value);
            learned.Forward(x).Value.ToDoubles()
                .ShouldBe(Nn<double>.FilterResponseNorm(2, epsilon: 0.75).Forward(x).Value.ToDoubles(), tolerance: 1e-14);
        }

        Nn<double>.FilterResponseNorm(2).LearnedEpsilon.ShouldBeNull();
    }

    [Fact]
    public void Fused_and_composed_agree()
    {
        FilterResponseNorm<double> layer = Nn<double>.FilterResponseNorm(3);
        Tensor<double> x = new Generator(seed: 1).Normal<double>([2, 3, 4, 5]);
        double[] fused = layer.Forward(x).Value.ToDoubles();
        layer.Implementation = NormalizationImplementation.Composed;
        layer.Forward(x).Value.ToDoubles().ShouldBe(fused, tolerance: Tolerance.Normalization<double>());
        layer.ToString().ShouldBe("FilterResponseNorm(3, composed)");
    }

    [Fact]
    public void Behind_a_dense_layer_a_value_becomes_nearly_its_sign() =>
        Nn<double>.FilterResponseNorm(1).Forward(Tensor<double>.From([[20], [-3]])).Value.ToDoubles().ShouldBe([1, -1], tolerance: 1e-6);
}
