using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Tests.Tensors;

/// <summary>Batch normalization of (N, C) with so many rows that they are cut into blocks.</summary>
[Collection(nameof(Workers))]
public abstract class NormalizationRowsTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Generator _generator = new(seed: 12);

    /// <summary>Blocks of whole vectors and with a rest, last blocks of few rows and of one, many channels.</summary>
    private static Shape[] Shapes => [[256, 1024], [77, 1029], [65, 2051], [301, 515], [9001, 13]];

    [Fact]
    public void Blocks_of_rows_agree_with_the_plain_formula()
    {
        foreach (Shape shape in Shapes)
        {
            foreach (NormalizationPlan plan in Plans(shape))
            {
                Tensor<T> x = _generator.Normal<T>(shape, mean: 0.5, deviation: 2), upstream = _generator.Normal<T>(shape);
                Tensor<T> weight = _generator.Normal<T>(plan.AffineShape), bias = _generator.Normal<T>(plan.AffineShape);
                Tensor<T> y = Normalization.Forward(plan, x, weight, bias, out NormalizationStatistics<T> statistics);
                Tensor<T> dx = Tensor<T>.Zeros(shape), dw = Tensor<T>.Zeros(plan.AffineShape), db = Tensor<T>.Zeros(plan.AffineShape);
                Normalization.Backward(plan, x, weight, statistics, upstream, dx, dw, db);

                var plain = new PlainNormalization(plan, Doubles(x), Doubles(weight), Doubles(bias));
                var expected = plain.Backward(Doubles(weight), Doubles(upstream));
                double bound = Tolerance.Normalization<T>(4);
                Near(y, plain.Output, i => bound * (1 + Math.Abs(plain.Output[i])), $"y of {plan}");
                Near(dx, expected.X, i => 20 * bound * plain.InverseDeviation(plain.StatisticOf(i)), $"∂ℓ/∂x of {plan}");
                Near(dw, expected.Weight, i => bound * expected.WeightScale[i], $"∂ℓ/∂γ of {plan}");
                Near(db, expected.Bias, i => bound * expected.BiasScale[i], $"∂ℓ/∂β of {plan}");
            }
        }
    }

    [Theory]
    [InlineData(1e4, 0.01)]
    [InlineData(1e6, 1)]
    public void A_mean_that_is_large_against_the_deviation_costs_no_digits(double mean, double deviation)
    {
        foreach (Shape shape in Shapes)
        {
            var plan = NormalizationPlan.Batch(shape);
            Tensor<T> x = _generator.Normal<T>(shape, mean, deviation);
            var plain = new PlainNormalization(plan, Doubles(x), null, null);
            Tensor<T> y = Normalization.Forward(plan, x, null, null, out _);
            Near(y, plain.Output, i => 1e-5 * (1 + Math.Abs(plain.Output[i])), $"y of {plan}");
        }
    }

    [Fact]
    public void First_rows_far_from_the_others_do_not_spoil_the_mean()
    {
        Tensor<T> x = _generator.Normal<T>([256, 1024]);
        x.AsWritableSpan()[..(4 * 1024)].Fill(T.CreateTruncating(1e4));
        var plan = NormalizationPlan.Batch(x.Shape);
        var plain = new PlainNormalization(plan, Doubles(x), null, null);
        Near(Normalization.Forward(plan, x, null, null, out _), plain.Output, i => 1e-5 * (1 + Math.Abs(plain.Output[i])), "y");
    }

    [Fact]
    public void Given_statistics_replace_those_of_the_input()
    {
        var plan = NormalizationPlan.Batch([131, 1003]);
        Tensor<T> x = _generator.Normal<T>(plan.Input);
        Tensor<T> weight = _generator.Normal<T>(plan.AffineShape), bias = _generator.Normal<T>(plan.AffineShape);
        Tensor<T> mean = _generator.Normal<T>(plan.AffineShape), variance = _generator.Uniform<T>(plan.AffineShape, 0.5, 2);
        Tensor<T> y = Normalization.Apply(plan, x, weight, bias, NormalizationStatistics<T>.From(plan, mean, variance));
        var plain = new PlainNormalization(plan, Doubles(x), Doubles(weight), Doubles(bias), Doubles(mean), Doubles(variance));
        Near(y, plain.Output, i => Tolerance.Normalization<T>(4) * (1 + Math.Abs(plain.Output[i])), "y");
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_number_of_threads()
    {
        int threads = Workers.Count;
        try
        {
            foreach (Shape shape in Shapes)
            {
                var plan = NormalizationPlan.Batch(shape);
                Tensor<T> x = _generator.Normal<T>(shape), upstream = _generator.Normal<T>(shape);
                Tensor<T> weight = _generator.Normal<T>(plan.AffineShape);
                T[][] results = [.. new[] { 1, 2, 3 }.Select(count =>
                {
                    Workers.Count = count;
                    Tensor<T> y = Normalization.Forward(plan, x, weight, null, out NormalizationStatistics<T> statistics);
                    Tensor<T> dx = Tensor<T>.Zeros(shape), dw = Tensor<T>.Zeros(plan.AffineShape), db = Tensor<T>.Zeros(plan.AffineShape);
                    Normalization.Backward(plan, x, weight, statistics, upstream, dx, dw, db);
                    return (T[])[.. y.AsSpan(), .. dx.AsSpan(), .. dw.AsSpan(), .. db.AsSpan()];
                })];
                results[1].AsSpan().SequenceEqual(results[0]).ShouldBeTrue($"two threads, {plan}");
                results[2].AsSpan().SequenceEqual(results[0]).ShouldBeTrue($"three threads, {plan}");
            }
        }
        finally
        {
            Workers.Count = threads;
        }
    }

    [Fact]
    public void A_value_that_is_no_number_spoils_its_own_channel_and_no_other()
    {
        var plan = NormalizationPlan.Batch([77, 1029]);
        Tensor<T> x = _generator.Normal<T>(plan.Input), spoiled = x.Clone();
        spoiled.AsWritableSpan()[(70 * 1029) + 17] = T.NaN;
        Tensor<T> y = Normalization.Forward(plan, x, null, null, out _), other = Normalization.Forward(plan, spoiled, null, null, out _);
        for (int i = 0; i < x.Count; i++)
            (i % 1029 == 17 ? T.IsNaN(other.AsSpan()[i]) : other.AsSpan()[i] == y.AsSpan()[i]).ShouldBeTrue($"{i}");
    }

    private static IEnumerable<NormalizationPlan> Plans(Shape shape)
    {
        yield return NormalizationPlan.Batch(shape);
        yield return NormalizationPlan.Batch(shape).WithoutCentering();
        yield return NormalizationPlan.Batch(shape).WithUnbiasedVariance().WithEpsilon(1e-3);
    }

    private static void Near(Tensor<T> actual, double[] expected, Func<int, double> bound, string what)
    {
        for (int i = 0; i < actual.Count; i++)
        {
            double value = double.CreateTruncating(actual.AsSpan()[i]);
            if (!(Math.Abs(value - expected[i]) <= bound(i)))
                throw new ShouldAssertException($"{what} at {i}: {value:r} instead of {expected[i]:r}, bound {bound(i):0.0e0}.");
        }
    }

    private static double[] Doubles(Tensor<T> tensor) => [.. tensor.AsSpan().ToArray().Select(double.CreateTruncating)];
}

public sealed class FloatNormalizationRowsTests : NormalizationRowsTests<float>;

public sealed class DoubleNormalizationRowsTests : NormalizationRowsTests<double>;
