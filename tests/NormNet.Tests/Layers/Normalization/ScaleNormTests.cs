using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;
using NormNet.Tests.Tensors;

namespace NormNet.Tests.Layers;

public sealed class ScaleNormTests
{
    [Fact]
    public void The_documentations_example_holds()
    {
        ScaleNorm<double> layer = Nn<double>.ScaleNorm(2);
        layer.Weight.Value.AsWritableSpan().Fill(10);
        layer.Forward(Tensor<double>.From([[3, 4], [30, 40]])).Value.ToDoubles().ShouldBe([6, 8, 6, 8], tolerance: 1e-14);
    }

    [Fact]
    public void It_starts_as_root_mean_square_normalization()
    {
        Tensor<double> x = new Generator(seed: 1).Normal<double>([3, 4, 5]);
        Nn<double>.ScaleNorm([4, 5]).Forward(x).Value.ToDoubles()
            .ShouldBe(Nn<double>.RmsNorm([4, 5], epsilon: 0).Forward(x).Value.ToDoubles(), tolerance: 1e-13);
    }

    [Fact]
    public void A_row_of_zeros_stays_zeros_with_a_finite_gradient()
    {
        using var tape = Tape<float>.Record();
        Variable<float> x = tape.Input(Tensor<float>.Zeros([2, 3])), y = Nn<float>.ScaleNorm(3).Forward(x);
        y.Value.ToDoubles().ShouldBe(new double[6]);
        tape.Gradients(y, [x], Tensor<float>.Ones(y.Shape))[0].Value.ToDoubles().ShouldAllBe(g => double.IsFinite(g));
    }

    [Theory]
    [InlineData(1e30)]
    [InlineData(1e-4)]
    public void Squares_neither_overflow_nor_vanish(double size)
    {
        double[] y = Nn<float>.ScaleNorm(4).Forward(Tensor<float>.Full([1, 4], size)).Value.ToDoubles();
        y.ShouldBe([1, 1, 1, 1], tolerance: 1e-6);
    }

    [Theory]
    [InlineData(1e200)]
    [InlineData(1e-200)]
    [InlineData(0)]
    public void A_norm_in_double_is_as_large_as_it_has_to_be(double size)
    {
        double[] norm = new EuclideanNorm<double>(1).Apply(Tensor<double>.Full([1, 16], -size)).Value.ToDoubles();
        norm[0].ShouldBe(4 * size, Tolerance.Spacing<double>(4 * size));
    }
}
