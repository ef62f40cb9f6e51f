using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;
using NormNet.Tests.Tensors;

namespace NormNet.Tests.Layers;

/// <summary>What users of normalization layers expect and do not get, or do and would not expect.</summary>
public sealed class NormalizationPitfallTests
{
    private readonly Generator _generator = new(seed: 41);

    [Fact]
    public void Groups_are_adjacent_channels()
    {
        Variable<double> x = _generator.Normal<double>([2, 6, 3]);
        Variable<double> y = Nn<double>.GroupNorm(groups: 3, channels: 6).Forward(x);
        for (int group = 0; group < 3; group++)
        {
            Variable<double> alone = Nn<double>.GroupNorm(groups: 1, channels: 2).Forward(x.Slice(1, 2 * group, 2));
            y.Slice(1, 2 * group, 2).Value.ToDoubles().ShouldBe(alone.Value.ToDoubles(), tolerance: 1e-13);
        }
    }

    [Theory]
    [InlineData(NormalizationImplementation.Fused)]
    [InlineData(NormalizationImplementation.Composed)]
    public void Changing_what_the_backward_needs_is_an_error_that_names_an_operation(NormalizationImplementation implementation)
    {
        foreach (bool output in (bool[])[false, true])
        {
            BatchNorm<double> layer = Nn<double>.BatchNorm(2);
            layer.Implementation = implementation;
            using var tape = Tape<double>.Record();
            Variable<double> x = tape.Input(_generator.Normal<double>([4, 2])), y = layer.Forward(x);
            (output ? y : x).Value.AsWritableSpan()[0] = 7;
            Should.Throw<InvalidOperationException>(() => tape.Backward(y.Sum())).Message.ShouldMatch(@"Node \d+ \(\w+\).*was changed");
        }
    }

    [Fact]
    public void Outputs_have_the_biased_variance_one_and_a_larger_unbiased_one()
    {
        // Four values, mean square 1 = Σ/m, hence Σ/(m − 1) = 4/3.
        Tensor<double> x = Tensor<double>.From([1, 2, 3, 6]);
        foreach ((Layer<double> layer, Shape shape) in new (Layer<double>, Shape)[]
            {
                (Nn<double>.LayerNorm([4], epsilon: 0), [1, 4]),
                (Nn<double>.GroupNorm(1, 2, epsilon: 0), [1, 2, 2]),
                (Nn<double>.InstanceNorm(1, epsilon: 0), [1, 1, 4]),
                (Nn<double>.BatchNorm(1, epsilon: 0), [4, 1]),
            })
        {
            Tensor<double> y = layer.Forward(x.Reshape(shape)).Value;
            y.Variance().Item().ShouldBe(1, 1e-14);
            y.Variance(correction: 1).Item().ShouldBe(4.0 / 3, 1e-14);
        }
    }
}
