using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Tests.Tensors;

public abstract class TensorFactoriesTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Sequences_count_as_NumPys_do()
    {
        Tensor<T>.Arange(4).ToDoubles().ShouldBe([0, 1, 2, 3]);
        Tensor<T>.Arange(1, 2, 0.25).ToDoubles().ShouldBe([1, 1.25, 1.5, 1.75]);
        Tensor<T>.Arange(1, 2.1, 0.25).Count.ShouldBe(5);
        Tensor<T>.Arange(3, 0, -2).ToDoubles().ShouldBe([3, 1]);
        Tensor<T>.Arange(2, 2).Shape.ShouldBe(Shape.Of(0));
        Tensor<T>.Linspace(-1, 1, 5).ToDoubles().ShouldBe([-1, -0.5, 0, 0.5, 1]);
        Tensor<T>.Linspace(3, 9, 1).ToDoubles().ShouldBe([3]);
        Tensor<T>.Linspace(0, 0.1, 7)[-1].ShouldBe(T.CreateTruncating(0.1));
        Tensor<T>.Eye(2, 3).ToDoubles().ShouldBe([1, 0, 0, 0, 1, 0]);
        Tensor<T>.Eye(3, 2).ToDoubles().ShouldBe([1, 0, 0, 1, 0, 0]);
        Tensor<T>.Eye(3).Sum().Item().ShouldBe(T.CreateTruncating(3));
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(0, 1, -1)]
    [InlineData(0, double.PositiveInfinity, 1)]
    [InlineData(double.NaN, 1, 1)]
    [InlineData(0, 1e300, 1)]
    public void A_sequence_without_end_is_refused(double start, double end, double step) =>
        Should.Throw<ArgumentException>(() => Tensor<T>.Arange(start, end, step)).Message.ShouldContain("Arange");

    [Fact]
    public void Impossible_sequences_are_refused()
    {
        Should.Throw<ArgumentException>(() => Tensor<T>.Linspace(0, 1, 0));
        Should.Throw<ArgumentException>(() => Tensor<T>.Linspace(0, double.NaN, 3));
        Should.Throw<ArgumentException>(() => Tensor<T>.Eye(-1));
    }

    [Fact]
    public void A_running_sum_is_added_in_double()
    {
        Tensor<T> x = Tensor<T>.From([[1, 2, 3], [4, 5, 6]]);
        x.CumulativeSum().ToDoubles().ShouldBe([1, 3, 6, 4, 9, 15]);
        x.CumulativeSum(0).ToDoubles().ShouldBe([1, 2, 3, 5, 7, 9]);

        double tenth = double.CreateTruncating(T.CreateTruncating(0.1));
        Tensor<T> sums = Tensor<T>.Full([100_000], 0.1).CumulativeSum();
        double bound = 1e5 * tenth * (Tolerance.Roundoff<T>() + (1e5 * Tolerance.Roundoff<double>()));
        double.CreateTruncating(sums[-1]).ShouldBe(1e5 * tenth, bound);
    }

    [Fact]
    public void Norms_are_their_formulas_and_squares_do_not_overflow()
    {
        Tensor<T> x = Tensor<T>.From([[3, -4], [-6, 8]]);
        x.Norm(2, [1]).ToDoubles().ShouldBe([5, 10]);
        x.Norm(1, [1], keepDimensions: true).Shape.ShouldBe(Shape.Of(2, 1));
        x.Norm(1).ToDoubles().ShouldBe([21]);
        x.Norm(double.PositiveInfinity, [0]).ToDoubles().ShouldBe([6, 8]);
        double.CreateTruncating(x.Norm(3, [1])[0]).ShouldBe(Math.Cbrt(27 + 64), 1e-6);
        Tensor<T>.Zeros([0]).Norm().ToDoubles().ShouldBe([0]);
        Tensor<T>.From([3e30, 4e30]).Norm().ToDoubles()[0].ShouldBe(5e30, 1e24);
    }

    [Fact]
    public void The_logarithm_of_a_sum_of_exponentials_neither_overflows_nor_vanishes()
    {
        const double Nothing = double.NegativeInfinity;
        Tensor<T> x = Tensor<T>.From([[1000, 1000], [-1000, -1000], [Nothing, 2], [Nothing, Nothing]]);
        double[] y = x.LogSumExp([1]).ToDoubles();
        y[0].ShouldBe(1000 + Math.Log(2), 1e-4);
        y[1].ShouldBe(-1000 + Math.Log(2), 1e-4);
        y[2].ShouldBe(2);
        y[3].ShouldBe(double.NegativeInfinity);
        x.LogSumExp([0, 1], keepDimensions: true).Shape.ShouldBe(Shape.Of(1, 1));
        Tensor<T>.From([double.PositiveInfinity, 1]).LogSumExp().ToDoubles().ShouldBe([double.PositiveInfinity]);
        Tensor<T>.From([double.NaN, 1]).LogSumExp().ToDoubles().ShouldBe([double.NaN]);
        Tensor<T>.Zeros([2, 0]).LogSumExp([1]).ToDoubles().ShouldBe([double.NegativeInfinity, double.NegativeInfinity]);
    }
}

public sealed class TensorFactoriesTestsSingle : TensorFactoriesTests<float>;

public sealed class TensorFactoriesTestsDouble : TensorFactoriesTests<double>;
