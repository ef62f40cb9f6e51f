using NormNet.Layers;
using NormNet.Samples.Experiments;
using NormNet.Tensors;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Tests.Samples.Experiments;

public class ContrastPropertyTests
{
    private const int Channels = 8;

    private readonly Tensor<float> _x = new Generator(1).Normal<float>([4, 3, 12, 12], deviation: 0.2);

    [Theory]
    [InlineData(0.25, 0)]
    [InlineData(2, 0)]
    [InlineData(0.3, StyleFindings.Rounding)]
    [InlineData(3, StyleFindings.Rounding)]
    [InlineData(1000.1, StyleFindings.Rounding)]
    public void Instance_Norm_of_a_convolution_does_not_see_the_contrast(double factor, double tolerance) =>
        ContrastProperty.Difference(Convolution(), InstanceNorm(Channels, epsilon: 0), _x, factor).ShouldBeInRange(0, tolerance);

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(4)]
    public void With_epsilon_it_sees_as_little_as_its_bound_says(double factor)
    {
        const double Epsilon = 1e-2;
        Conv2D<float> convolution = Convolution();
        double bound = ContrastProperty.Bound(convolution, _x, factor, Epsilon);
        double difference = ContrastProperty.Difference(convolution, InstanceNorm(Channels, Epsilon), _x, factor);
        difference.ShouldBeInRange(0.1 * bound, bound + StyleFindings.Rounding);
    }

    [Fact]
    public void A_negative_factor_is_seen() =>
        ContrastProperty.Difference(Convolution(), InstanceNorm(Channels, epsilon: 0), _x, -1).ShouldBeGreaterThan(1);

    [Fact]
    public void Batch_Norm_in_evaluation_sees_it()
    {
        BatchNorm<float> normalization = BatchNorm(Channels, epsilon: 0);
        Conv2D<float> convolution = Convolution();
        for (int i = 0; i < 20; i++)
            normalization.Forward(convolution.Forward(_x));
        normalization.Eval();
        ContrastProperty.Difference(convolution, normalization, _x, 2).ShouldBeInRange(0.8, 1.2);
    }

    private static Conv2D<float> Convolution()
    {
        Conv2D<float> convolution = Conv2D(3, Channels, kernel: 3, padding: 1, bias: false);
        convolution.Initialize(new Generator(2));
        return convolution;
    }
}
