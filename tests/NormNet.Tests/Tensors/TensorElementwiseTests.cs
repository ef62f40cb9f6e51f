using System.Numerics;
using NormNet.Tensors;
using static NormNet.Tests.Tensors.RandomTensors;

namespace NormNet.Tests.Tensors;

public abstract class TensorElementwiseTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Binary_operations_repeat_operands_as_plain_loops_do()
    {
        var random = new Random(1);
        for (int round = 0; round < 300; round++)
        {
            Shape whole = MakeShape(random, maxRank: 5);
            Tensor<T> x = Make<T>(random, PartOf(random, whole)), y = Make<T>(random, PartOf(random, whole));
            Shape shape = Shape.TryBroadcast(x.Shape, y.Shape).ShouldNotBeNull();

            CheckBinary(x, y, x.Subtract(y), shape, (a, b) => a - b);
            CheckBinary(x, y, x * y, shape, (a, b) => a * b);
            CheckBinary(x, y, x.Maximum(y), shape, Math.Max);
            CheckBinary(x, y, x.Greater(y), shape, (a, b) => a > b ? 1 : 0);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(64)]
    [InlineData(100)]
    public void A_short_row_added_to_many_rows_is_added_to_each(int columns)
    {
        var random = new Random(columns);
        foreach (int rows in new[] { 1, 2, 7, 50, 129 })
        {
            Tensor<T> x = Make<T>(random, [rows, columns]), bias = Make<T>(random, [columns]);
            CheckBinary(x, bias, x + bias, x.Shape, (a, b) => a + b);
        }
    }

    [Fact]
    public void A_column_as_long_as_the_rows_is_not_taken_for_a_row()
    {
        var random = new Random(4);
        foreach (int extent in new[] { 2, 4, 8, 12, 33 })
        {
            Tensor<T> x = Make<T>(random, [extent, extent]), column = Make<T>(random, [extent, 1]);
            CheckBinary(x, column, x.Subtract(column), x.Shape, (a, b) => a - b);
        }
    }

    [Fact]
    public void Unary_operations_match_their_formulas()
    {
        Tensor<T> x = Make<T>(new Random(3), [7, 11]);
        CheckUnary(x, x.Negate(), a => -a);
        CheckUnary(x, x.Abs(), Math.Abs);
        CheckUnary(x, x.Square(), a => a * a);
        CheckUnary(x, x.Relu(), a => Math.Max(a, 0));
        CheckUnary(x, x.Sign(), a => Math.Sign(a));
        CheckUnary(x, x.Reciprocal(), a => 1 / a);
        CheckUnary(x.Abs(), x.Abs().Sqrt(), Math.Sqrt);
        CheckUnary(x.Abs(), x.Abs().ReciprocalSqrt(), a => 1 / Math.Sqrt(a));
        CheckUnary(x.Abs(), x.Abs().Power(T.CreateTruncating(2.5)), a => Math.Pow(a, 2.5));
        CheckUnary(x, x.Power(T.CreateTruncating(2)), a => a * a);
        CheckUnary(x, x.Power(T.NegativeOne), a => 1 / a);
        CheckUnary(x, 2.0 - x, a => 2 - a);
        CheckUnary(x, 3 / x, a => 3 / a);
        CheckUnary(x, x / 3, a => a / 3);
    }

    [Fact]
    public void Special_values_follow_IEEE_754()
    {
        var x = Tensor<T>.From([double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0]);
        x.Relu().ToDoubles().ShouldBe([double.NaN, double.PositiveInfinity, 0, 0, 0]);
        x.Sign().ToDoubles().ShouldBe([double.NaN, 1, -1, 0, 0]);
        x.Maximum(T.One).ToDoubles().ShouldBe([double.NaN, double.PositiveInfinity, 1, 1, 1]);
        x.Minimum(T.One).ToDoubles().ShouldBe([double.NaN, 1, double.NegativeInfinity, 0, 0]);
        x.Equal(x).ToDoubles().ShouldBe([0, 1, 1, 1, 1]);
        x.GreaterOrEqual(T.Zero).ToDoubles().ShouldBe([0, 1, 0, 1, 1]);
        x.Reciprocal().ToDoubles().ShouldBe([double.NaN, 0, -0.0, double.PositiveInfinity, double.NegativeInfinity]);
    }

    [Fact]
    public void Gradients_of_activations_match_their_formulas()
    {
        var random = new Random(4);
        Tensor<T> upstream = Make<T>(random, [5, 9]), y = Make<T>(random, [5, 9], scale: 1);
        CheckBinary(upstream, y, upstream.Apply<BinaryOperators.ReluGradient>(y), y.Shape, (g, v) => v > 0 ? g : 0);
        CheckBinary(upstream, y, upstream.Apply<BinaryOperators.TanhGradient>(y), y.Shape, (g, v) => g * (1 - (v * v)));
        CheckBinary(upstream, y, upstream.Apply<BinaryOperators.SigmoidGradient>(y), y.Shape, (g, v) => g * v * (1 - v));
    }

    [Fact]
    public void Adding_in_place_counts_as_one_change()
    {
        var random = new Random(5);
        Tensor<T> x = Make<T>(random, [37]), y = Make<T>(random, [37]), before = x.Clone();
        int version = x.Version;
        x.AddInPlace(y, T.CreateTruncating(-2));
        x.Version.ShouldBe(version + 1);
        CheckBinary(before, y, x, x.Shape, (a, b) => a - (2 * b));
        x.AddInPlace(x);
        CheckBinary(before, y, x, x.Shape, (a, b) => 2 * (a - (2 * b)));
    }

    [Fact]
    public void Empty_tensors_stay_empty()
    {
        Tensor<T> x = Tensor<T>.Zeros([3, 0]);
        x.Exp().Shape.ShouldBe([3, 0]);
        (x + Tensor<T>.Ones([3, 1])).Shape.ShouldBe([3, 0]);
        (x * 2).Count.ShouldBe(0);
    }

    [Fact]
    public void Shapes_that_do_not_broadcast_are_named()
    {
        var error = Should.Throw<ArgumentException>(() => Tensor<T>.Zeros([2, 3]) + Tensor<T>.Zeros([4]));
        error.Message.ShouldContain("Add");
        error.Message.ShouldContain("(2, 3)");
        error.Message.ShouldContain("(4)");
        Should.Throw<ArgumentException>(() => Tensor<T>.Zeros([2]).AddInPlace(Tensor<T>.Zeros([1]))).Message.ShouldContain("(1)");
        Should.Throw<ArgumentException>(() => Elementwise.Apply<T, UnaryOperators.Exp>(new T[3], new T[4])).Message.ShouldContain("3");
        T[] shared = new T[9];
        Should.Throw<ArgumentException>(() => Elementwise.Apply<T, UnaryOperators.Exp>(shared.AsSpan(1), shared.AsSpan(0, 8)));
    }

    private static Shape PartOf(Random random, Shape whole)
    {
        int dropped = random.Next(3) == 0 ? random.Next(whole.Rank + 1) : 0;
        return Shape.Of([.. whole.Skip(dropped).Select(extent => random.Next(3) == 0 ? 1 : extent)]);
    }

    private static void CheckBinary(Tensor<T> x, Tensor<T> y, Tensor<T> actual, Shape shape, Func<double, double, double> formula)
    {
        actual.Shape.ShouldBe(shape);
        foreach (int[] index in Indices(shape))
        {
            double expected = formula(At(x, index), At(y, index));
            CheckClose(At(actual, index), expected, () => $"{x.Shape} and {y.Shape} at ({string.Join(", ", index)})");
        }
    }

    private static void CheckUnary(Tensor<T> x, Tensor<T> actual, Func<double, double> formula)
    {
        actual.Shape.ShouldBe(x.Shape);
        foreach (int[] index in Indices(x.Shape))
            CheckClose(At(actual, index), formula(At(x, index)), () => $"at {At(x, index)}");
    }

    /// <summary>Operands are of the order of 1, so three roundings of that size cover cancellation.</summary>
    private static void CheckClose(double actual, double expected, Func<string> where)
    {
        if (!(Math.Abs(actual - expected) <= Tolerance.For<T>(2) * Math.Max(4, Math.Abs(expected))))
            Assert.Fail($"{where()}: {actual:R} instead of {expected:R}");
    }
}

public sealed class TensorElementwiseTestsSingle : TensorElementwiseTests<float>;

public sealed class TensorElementwiseTestsDouble : TensorElementwiseTests<double>;
