using System.Numerics;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;

namespace NormNet.Tests.Optimizers;

public abstract class GradientClippingTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly double Bound = Tolerance.For<T>(4);

    /// <summary>‖(3, 4, 12)‖ = 13, over two parameters; with PyTorch's margin of a millionth.</summary>
    [Fact]
    public void A_large_norm_scales_all_gradients_alike()
    {
        Parameter<T> a = With(3, 4), b = With(12), without = new([5]);
        GradientClipping.ByNorm([a, new ParameterGroup<T>([b]), without], maxNorm: 6.5).ShouldBe(13, 13 * Bound);
        const double Factor = 6.5 / (13 + 1e-6);
        ShouldBe(a, 3 * Factor, 4 * Factor);
        ShouldBe(b, 12 * Factor);
        without.Gradient.ShouldBeNull();
    }

    [Fact]
    public void A_norm_within_the_limit_leaves_the_bits()
    {
        Parameter<T> a = With(0.3, 0.4), zero = With(0, 0);
        GradientClipping.ByNorm([a], maxNorm: 0.6).ShouldBe(0.5, Bound);
        a.Gradient!.AsSpan().ToArray().ShouldBe([T.CreateChecked(0.3), T.CreateChecked(0.4)]);
        GradientClipping.ByNorm([zero], maxNorm: 1e-9).ShouldBe(0);
        GradientClipping.ByNorm(Array.Empty<Parameter<T>>(), maxNorm: 1).ShouldBe(0);
    }

    [Fact]
    public void Squares_that_overflow_are_no_infinite_norm()
    {
        double large = typeof(T) == typeof(float) ? 1e30 : 1e200;
        Parameter<T> a = With(3 * large), b = With(4 * large);
        GradientClipping.ByNorm([a, b], maxNorm: 1).ShouldBe(5 * large, 5 * large * Bound);
        ShouldBe(a, 0.6);
        ShouldBe(b, 0.8);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_norm_that_is_not_finite_is_told_and_hides_nothing(double bad)
    {
        Parameter<T> a = With(3, bad), b = With(100);
        double.IsFinite(GradientClipping.ByNorm([a, b], maxNorm: 1)).ShouldBeFalse();
        a.Gradient!.AsSpan().ToArray().ShouldBe([T.CreateChecked(3), T.CreateTruncating(bad)]);
        b.Gradient![0].ShouldBe(T.CreateChecked(100));
    }

    [Fact]
    public void By_value_every_element_is_limited_and_what_is_no_number_stays()
    {
        Parameter<T> a = With(-3, -0.5, 0, 0.5, 3, double.PositiveInfinity, double.NegativeInfinity, double.NaN);
        GradientClipping.ByValue([a, new Parameter<T>([2])], limit: 1);
        a.Gradient!.AsSpan().ToArray().Select(double.CreateChecked).ShouldBe([-1, -0.5, 0, 0.5, 1, 1, -1, double.NaN]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_limit_is_a_finite_number_above_0(double limit)
    {
        Parameter<T> a = With(3);
        Should.Throw<ArgumentException>(() => GradientClipping.ByNorm([a], limit)).Message.ShouldContain("maxNorm");
        Should.Throw<ArgumentException>(() => GradientClipping.ByValue([a], limit)).Message.ShouldContain("limit");
        a.Gradient![0].ShouldBe(T.CreateChecked(3));
    }

    private static Parameter<T> With(params double[] gradient) => new([gradient.Length]) { Gradient = Tensor<T>.From(gradient) };

    private static void ShouldBe(Parameter<T> parameter, params double[] expected)
    {
        for (int i = 0; i < expected.Length; i++)
            double.CreateChecked(parameter.Gradient![i]).ShouldBe(expected[i], Math.Abs(expected[i]) * Bound);
    }
}

public sealed class GradientClippingTestsInSingle : GradientClippingTests<float>;

public sealed class GradientClippingTestsInDouble : GradientClippingTests<double>;
