using System.Numerics;
using MathNet.Numerics.Statistics;
using NormNet.Tensors;
using static NormNet.Tests.Tensors.RandomTensors;

namespace NormNet.Tests.Tensors;

public abstract class TensorReductionTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Every_choice_of_axes_of_every_shape_gives_what_gathering_the_elements_gives()
    {
        var random = new Random(1);
        for (int round = 0; round < 60; round++)
        {
            Shape shape = MakeShape(random);
            Tensor<T> x = Make<T>(random, shape);
            for (int subset = 1; subset < 1 << shape.Rank; subset++)
            {
                int[] axes = [.. Enumerable.Range(0, shape.Rank).Where(axis => (subset & (1 << axis)) != 0)];
                double[][] groups = Gather(x, axes);
                Check(groups, x.Sum(axes), values => values.Sum());
                Check(groups, x.Mean(axes, keepDimensions: true), values => values.Mean());
                Check(groups, x.Variance(axes), values => values.PopulationVariance());
                Check(groups, x.Max(axes), values => values.Max());
                Check(groups, x.Min(axes), values => values.Min());
            }
        }
    }

    [Theory]
    [InlineData(new[] { 100_003 }, new[] { 0 })]
    [InlineData(new[] { 3, 50_001 }, new[] { 1 })]
    [InlineData(new[] { 50_001, 3 }, new[] { 0 })]
    [InlineData(new[] { 700, 1030 }, new[] { 0 })]
    [InlineData(new[] { 16, 20, 33, 31 }, new[] { 0, 2, 3 })]
    [InlineData(new[] { 40, 60, 5, 70 }, new[] { 1, 3 })]
    public void Large_reductions_give_what_gathering_the_elements_gives(int[] extents, int[] axes)
    {
        Tensor<T> x = Make<T>(new Random(2), Shape.Of(extents));
        double[][] groups = Gather(x, axes);
        Check(groups, x.Sum(axes), values => values.Sum());
        Check(groups, x.Variance(axes, correction: 1), values => values.Variance());
        Check(groups, x.Max(axes), values => values.Max());
    }

    [Fact]
    public void A_million_tenths_add_up_where_a_running_sum_in_single_precision_does_not()
    {
        const int Count = 1 << 20;
        var x = Tensor<T>.Full([Count], 0.1);
        double exact = Count * double.CreateTruncating(T.CreateTruncating(0.1));
        float naive = 0;
        for (int i = 0; i < Count; i++)
            naive += 0.1f;

        foreach (Tensor<T> sum in new[] { x.Sum(), x.Reshape(1024, 1024).Sum([0]).Sum(), x.Reshape(1, Count).Sum([1]) })
            double.CreateTruncating(sum.Reshape(1).Item()).ShouldBe(exact, 2 * Tolerance.ForSumInDouble<T>() * exact);
        Math.Abs(naive - exact).ShouldBeGreaterThan(1e-4 * exact);
    }

    [Fact]
    public void The_variance_of_values_far_from_zero_loses_no_digits()
    {
        // The mean of squares less the square of the mean would have none left in float: 10⁶ squared is 10¹², a variance is of order 1.
        T[] values = [.. Enumerable.Range(0, 1000).Select(i => T.CreateTruncating(1e6 + (i % 4)))];
        double variance = double.CreateTruncating(Tensor<T>.Wrap(values, [1000]).Variance().Item());
        variance.ShouldBe(1.25, 2 * Tolerance.ForSumInDouble<T>() * 1.25);
    }

    [Fact]
    public void Of_nothing_the_sum_is_zero_the_mean_NaN_and_the_greatest_an_error()
    {
        Tensor<T> x = Tensor<T>.Zeros([2, 0]);
        x.Sum([1]).ToDoubles().ShouldBe([0, 0]);
        x.Mean([1]).ToDoubles().ShouldBe([double.NaN, double.NaN]);
        x.Variance([1]).ToDoubles().ShouldBe([double.NaN, double.NaN]);
        x.Sum([0]).Shape.ShouldBe([0]);
        x.Max([0]).Shape.ShouldBe([0]);
        Should.Throw<ArgumentException>(() => x.Max([1])).Message.ShouldContain("(2, 0)");
        Should.Throw<ArgumentException>(() => x.ArgMax(1)).Message.ShouldContain("(2, 0)");
        double.IsFinite(double.CreateTruncating(Tensor<T>.Ones([1]).Variance(correction: 1).Item())).ShouldBeFalse();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(33)]
    public void NaN_and_infinity_reach_the_result_from_any_place(int length)
    {
        for (int place = 0; place < length; place++)
        {
            foreach (double value in new[] { double.NaN, double.PositiveInfinity })
            {
                double[] values = [.. Enumerable.Range(0, length).Select(i => i == place ? value : -i)];
                Tensor<T> row = Tensor<T>.From(values), column = row.Reshape(length, 1).BroadcastTo([length, 3]);
                foreach (Tensor<T> result in new[] { row.Sum(), row.Max(), row.Mean(), column.Sum([0]), column.Max([0]) })
                    result.ToDoubles().ShouldAllBe(y => y.Equals(value));
                row.ArgMax(0).AsSpan()[0].ShouldBe(place);
            }
        }
    }

    [Fact]
    public void ArgMax_takes_the_first_of_equals_along_any_axis()
    {
        var x = Tensor<T>.From([[1, 5, 5], [7, 2, 7]]);
        x.ArgMax().AsSpan().ToArray().ShouldBe([1, 0]);
        x.ArgMax(0).AsSpan().ToArray().ShouldBe([1, 0, 1]);
        x.ArgMax(0).Shape.ShouldBe([3]);
        Tensor<T>.From([double.NaN, 3, double.NaN]).ArgMax().AsSpan()[0].ShouldBe(0);
    }

    [Fact]
    public void SumTo_is_the_adjoint_of_BroadcastTo()
    {
        // ⟨broadcast(a), b⟩ = ⟨a, sumTo(b)⟩ for any a and b.
        var random = new Random(3);
        for (int round = 0; round < 200; round++)
        {
            Shape whole = MakeShape(random);
            Shape part = [.. whole.Skip(random.Next(whole.Rank + 1)).Select(extent => random.Next(2) == 0 ? 1 : extent)];
            Tensor<T> a = Make<T>(random, part), b = Make<T>(random, whole);
            double left = double.CreateTruncating((a.BroadcastTo(whole) * b).Sum().Item());
            Tensor<T> sum = b.SumTo(part);
            sum.Shape.ShouldBe(part);
            double right = double.CreateTruncating((a * sum).Sum().Item());
            right.ShouldBe(left, 8 * whole.Count * Tolerance.For<T>(1), $"{part} and {whole}");
        }

        Should.Throw<ArgumentException>(() => Tensor<T>.Zeros([2, 3]).SumTo([2])).Message.ShouldContain("(2, 3)");
    }

    [Fact]
    public void Wrong_axes_are_named()
    {
        Should.Throw<ArgumentException>(() => Tensor<T>.Zeros([2, 3]).Sum([2])).Message.ShouldContain("2");
        Should.Throw<ArgumentException>(() => Tensor<T>.Zeros([2, 3]).Max([1, -1])).Message.ShouldContain("twice");
    }

    /// <summary>The elements of every result, in the order of the results.</summary>
    private static double[][] Gather(Tensor<T> x, int[] axes)
    {
        Shape kept = x.Shape.Reduce(axes, keepDimensions: true);
        int[] strides = [.. kept.Strides().Select((stride, axis) => axes.Contains(axis) ? 0 : stride)];
        List<double>[] groups = [.. Enumerable.Range(0, kept.Count).Select(_ => new List<double>())];
        for (int position = 0; position < x.Count; position++)
        {
            int group = 0, rest = position;
            for (int axis = x.Rank - 1; axis >= 0; axis--)
            {
                (rest, int index) = Math.DivRem(rest, x.Shape[axis]);
                group += index * strides[axis];
            }

            groups[group].Add(double.CreateTruncating(x.AsSpan()[position]));
        }

        return [.. groups.Select(group => group.ToArray())];
    }

    private static void Check(double[][] groups, Tensor<T> actual, Func<double[], double> reduce)
    {
        double[] results = actual.ToDoubles();
        results.Length.ShouldBe(groups.Length);
        for (int i = 0; i < results.Length; i++)
        {
            double expected = reduce(groups[i]);
            int terms = groups[i].Length;
            double bound = Math.Max(1, groups[i].Sum(Math.Abs)) * (Tolerance.ForSumInDouble<T>() + (terms * Tolerance.Roundoff<double>()));
            if (!(Math.Abs(results[i] - expected) <= bound))
                Assert.Fail($"result {i} of shape {actual.Shape} is {results[i]:R} instead of {expected:R}, from {terms} terms");
        }
    }
}

public sealed class TensorReductionTestsSingle : TensorReductionTests<float>;

public sealed class TensorReductionTestsDouble : TensorReductionTests<double>;
