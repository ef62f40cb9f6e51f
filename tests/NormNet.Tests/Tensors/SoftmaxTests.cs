using System.Numerics;
using NormNet.Tensors;
using static NormNet.Tests.Tensors.RandomTensors;

namespace NormNet.Tests.Tensors;

public abstract class SoftmaxTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Room for the exponential, the reciprocal and the product of a probability, which is at most 1.</summary>
    private static double Bound => Tolerance.For<T>(6);

    [Theory]
    [InlineData(new[] { 5, 10 }, 1)]
    [InlineData(new[] { 33, 7 }, 0)]
    [InlineData(new[] { 3, 21, 4 }, 1)]
    [InlineData(new[] { 3, 6, 19 }, -2)]
    [InlineData(new[] { 2, 200 }, -1)]
    [InlineData(new[] { 4, 1 }, 1)]
    public void Along_any_axis_it_is_the_exponential_over_the_sum(int[] extents, int axis)
    {
        Tensor<T> x = Make<T>(new Random(1), Shape.Of(extents), scale: 20);
        double[] softmax = x.Softmax(axis).ToDoubles(), logarithm = x.LogSoftmax(axis).ToDoubles();
        int i = 0;
        foreach (int[] index in Indices(x.Shape))
        {
            double own = At(x, index), sum = 0;
            int[] other = [.. index];
            for (other[x.Shape.Axis(axis)] = 0; other[x.Shape.Axis(axis)] < x.Shape[axis]; other[x.Shape.Axis(axis)]++)
                sum += Math.Exp(At(x, other) - own);

            softmax[i].ShouldBe(1 / sum, Bound);
            logarithm[i].ShouldBe(-Math.Log(sum), Bound * 40);
            i++;
        }
    }

    [Fact]
    public void Large_inputs_do_not_overflow_and_minus_infinity_has_probability_zero()
    {
        double e = Math.E, sum = 1 + e + (e * e);
        double[] softmax = Tensor<T>.From([1000, 1001, 1002]).Softmax().ToDoubles();
        softmax[0].ShouldBe(1 / sum, Bound);
        softmax[2].ShouldBe(e * e / sum, Bound);
        Tensor<T>.From([0, double.NegativeInfinity]).Softmax().ToDoubles().ShouldBe([1, 0]);
        Tensor<T>.From([0, double.NegativeInfinity]).LogSoftmax().ToDoubles().ShouldBe([0, double.NegativeInfinity]);
    }

    [Theory]
    [InlineData(double.NegativeInfinity, double.NegativeInfinity)]
    [InlineData(double.PositiveInfinity, 0)]
    [InlineData(double.NaN, 0)]
    public void A_line_without_a_softmax_becomes_NaN_and_leaves_the_others_alone(double first, double second)
    {
        var x = Tensor<T>.From([[first, second], [0, 0]]);
        x.Softmax().ToDoubles()[..2].ShouldContain(double.NaN);
        x.Softmax().ToDoubles()[2..].ShouldBe([0.5, 0.5]);
        x.Transpose().Softmax(0).ToDoubles()[1].ShouldBe(0.5);
    }

    [Fact]
    public void A_row_gives_the_same_bits_alone_and_among_others()
    {
        Tensor<T> x = Make<T>(new Random(2), [37, 13]), all = x.Softmax(), columns = x.Transpose().Softmax(0);
        for (int row = 0; row < 37; row++)
            x.Slice(row..(row + 1)).Softmax().ToDoubles().ShouldBe(all.Slice(row..(row + 1)).ToDoubles());
        for (int column = 0; column < 36; column++)
            x.Transpose().Slice(1, column, 2).Softmax(0).ToDoubles().ShouldBe(columns.Slice(1, column, 2).ToDoubles());
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(6, 10)]
    [InlineData(33, 19)]
    [InlineData(3, 1000)]
    public void Cross_entropy_is_the_mean_of_the_labels_negative_log_softmax(int rows, int classes)
    {
        var random = new Random(3);
        Tensor<T> logits = Make<T>(random, [rows, classes], scale: 10);
        var labels = IndexTensor.From([.. Enumerable.Range(0, rows).Select(_ => random.Next(classes))]);
        double expected = 0;
        for (int row = 0; row < rows; row++)
        {
            double own = double.CreateTruncating(logits[row, labels[row]]);
            expected += Math.Log(Enumerable.Range(0, classes).Sum(j => Math.Exp(double.CreateTruncating(logits[row, j]) - own))) / rows;
        }

        Tensor<T> loss = CrossEntropyKernel.Forward(logits, labels, out Tensor<T> maxima, out Tensor<T> logSums);
        double.CreateTruncating(loss.Item()).ShouldBe(expected, Bound * Math.Max(1, expected));

        Tensor<T> gradient = CrossEntropyKernel.Backward(logits, labels, maxima, logSums, T.CreateTruncating(0.5));
        double[] softmax = logits.Softmax().ToDoubles();
        for (int i = 0; i < softmax.Length; i++)
        {
            double target = labels[i / classes] == i % classes ? 1 : 0;
            double.CreateTruncating(gradient.AsSpan()[i]).ShouldBe(0.5 * (softmax[i] - target), Bound * 4);
        }
    }

    [Fact]
    public void Cross_entropy_keeps_its_digits_where_logits_are_large_and_the_label_is_certain()
    {
        // ℓ = ln(1 + e⁻¹⁵) beside logits of 10⁴, whose spacing in float is 10⁻³.
        Tensor<T> logits = Tensor<T>.From([[10_000, 9_985]]);
        var label = IndexTensor.From(0);
        Tensor<T> forward = CrossEntropyKernel.Forward(logits, label, out Tensor<T> maxima, out Tensor<T> logSums);
        double loss = double.CreateTruncating(forward.Item());
        double expected = Math.Exp(-15) - (Math.Exp(-30) / 2);
        loss.ShouldBe(expected, 8 * Tolerance.Roundoff<T>() * expected + 4 * Tolerance.Roundoff<double>());
        double certain = double.CreateTruncating(CrossEntropyKernel.Backward(logits, label, maxima, logSums, T.One).AsSpan()[0]);
        certain.ShouldBe(-1 / (1 + Math.Exp(15)), 8 * Tolerance.Roundoff<T>() * expected + 4 * Tolerance.Roundoff<double>());
    }

    [Fact]
    public void Labels_and_shapes_that_do_not_fit_are_named()
    {
        Tensor<T> logits = Tensor<T>.Zeros([2, 3]);
        Should.Throw<ArgumentOutOfRangeException>(() => Loss(logits, IndexTensor.From(0, 3))).Message.ShouldContain("label 1 is 3");
        Should.Throw<ArgumentOutOfRangeException>(() => Loss(logits, IndexTensor.From(-1, 0))).Message.ShouldContain("label 0 is -1");
        Should.Throw<ArgumentException>(() => Loss(logits, IndexTensor.From(0))).Message.ShouldContain("(2, 3)");
        Should.Throw<ArgumentException>(() => Loss(Tensor<T>.Zeros([0, 3]), IndexTensor.From())).Message.ShouldContain("(0, 3)");
        Should.Throw<ArgumentException>(() => Tensor<T>.Zeros([2, 3]).Softmax(2));
    }

    private static Tensor<T> Loss(Tensor<T> logits, IndexTensor labels) => CrossEntropyKernel.Forward(logits, labels, out _, out _);
}

public sealed class SoftmaxTestsSingle : SoftmaxTests<float>;

public sealed class SoftmaxTestsDouble : SoftmaxTests<double>;
