using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Tests.Tensors;

[Collection(nameof(Workers))]
public abstract class NormalizationTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Generator _generator = new(seed: 11);

    [Fact]
    public void Forward_and_backward_of_every_plan_agree_with_the_plain_formula()
    {
        int affineKind = 0;
        foreach (NormalizationPlan plan in NormalizationPlans.All())
        {
            Tensor<T> x = _generator.Normal<T>(plan.Input, mean: 0.5, deviation: 2), upstream = _generator.Normal<T>(plan.Input);
            Tensor<T>? weight = affineKind % 2 == 0 ? _generator.Normal<T>(plan.AffineShape) : null;
            Tensor<T>? bias = affineKind / 2 % 2 == 0 ? _generator.Normal<T>(plan.AffineShape) : null;
            affineKind++;

            Tensor<T> y = Normalization.Forward(plan, x, weight, bias, out NormalizationStatistics<T> statistics);
            var plain = new PlainNormalization(plan, Doubles(x)!, Doubles(weight), Doubles(bias));
            double bound = Tolerance.Normalization<T>(1);
            for (int i = 0; i < y.Count; i++)
            {
                double scale = Math.Abs(plain.Output[i] - (bias is null ? 0 : 1)) + 1;
                Near(y.AsSpan()[i], plain.Output[i], bound * (scale + 1), "y", plan);
            }

            for (int s = 0; s < statistics.Count; s++)
                Near(statistics.Variance[s], plain.Variance[s], bound * plain.Variance[s], "σ²", plan);
            CompareBackward(plan, x, weight, statistics, upstream, plain);
        }
    }

    [Fact]
    public void Given_statistics_replace_those_of_the_input()
    {
        foreach (Shape shape in new Shape[] { [5, 3], [4, 130], [3, 4, 5], [2, 3, 49], [2, 5, 6, 6], [1, 2, 3, 3, 3] })
        {
            foreach (NormalizationPlan plan in new[] { NormalizationPlan.Batch(shape), NormalizationPlan.Instance(shape).WithEpsilon(1e-3) })
            {
                Tensor<T> x = _generator.Normal<T>(shape);
                Tensor<T> weight = _generator.Normal<T>(plan.AffineShape), bias = _generator.Normal<T>(plan.AffineShape);
                Tensor<T> mean = _generator.Normal<T>(plan.AffineShape), variance = _generator.Uniform<T>(plan.AffineShape, 0.5, 2);

                var statistics = NormalizationStatistics<T>.From(plan, mean, variance);
                Tensor<T> y = Normalization.Apply(plan, x, weight, bias, statistics);
                var plain = new PlainNormalization(plan, Doubles(x)!, Doubles(weight), Doubles(bias), Doubles(mean)!, Doubles(variance)!);
                for (int i = 0; i < y.Count; i++)
                    Near(y.AsSpan()[i], plain.Output[i], Tolerance.Normalization<T>(4) * (1 + Math.Abs(plain.Output[i])), "y", plan);
            }
        }
    }

    [Fact]
    public void Every_gradient_can_be_had_alone()
    {
        foreach (Shape shape in new Shape[] { [6, 10], [3, 4, 17], [2, 4, 6, 6] })
        {
            foreach (NormalizationPlan plan in NormalizationPlans.OfShape(shape))
            {
                Tensor<T> x = _generator.Normal<T>(shape), upstream = _generator.Normal<T>(shape), weight = _generator.Normal<T>(plan.AffineShape);
                Normalization.Forward(plan, x, weight, null, out NormalizationStatistics<T> statistics);
                Tensor<T>[] together = [Tensor<T>.Zeros(shape), Tensor<T>.Zeros(plan.AffineShape), Tensor<T>.Zeros(plan.AffineShape)];
                Normalization.Backward(plan, x, weight, statistics, upstream, together[0], together[1], together[2]);
                for (int wanted = 0; wanted < 3; wanted++)
                {
                    var alone = Tensor<T>.Zeros(together[wanted].Shape);
                    Normalization.Backward(
                        plan, x, weight, statistics, upstream, wanted == 0 ? alone : null, wanted == 1 ? alone : null, wanted == 2 ? alone : null);
                    alone.AsSpan().SequenceEqual(together[wanted].AsSpan()).ShouldBeTrue($"gradient {wanted} of {plan}");
                }
            }
        }
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_number_of_threads()
    {
        int threads = Workers.Count;
        try
        {
            foreach (Shape shape in new Shape[] { [301, 515], [64, 32, 9, 9], [700, 12, 2, 3] })
            {
                foreach (NormalizationPlan plan in NormalizationPlans.OfShape(shape))
                {
                    Tensor<T> x = _generator.Normal<T>(shape), upstream = _generator.Normal<T>(shape), weight = _generator.Normal<T>(plan.AffineShape);
                    T[][] results = [.. new[] { 1, 2, 5 }.Select(count =>
                    {
                        Workers.Count = count;
                        Tensor<T> y = Normalization.Forward(plan, x, weight, null, out NormalizationStatistics<T> statistics);
                        Tensor<T> dx = Tensor<T>.Zeros(shape), dw = Tensor<T>.Zeros(plan.AffineShape), db = Tensor<T>.Zeros(plan.AffineShape);
                        Normalization.Backward(plan, x, weight, statistics, upstream, dx, dw, db);
                        return (T[])[.. y.AsSpan(), .. dx.AsSpan(), .. dw.AsSpan(), .. db.AsSpan()];
                    })];
                    results[1].AsSpan().SequenceEqual(results[0]).ShouldBeTrue($"two threads, {plan}");
                    results[2].AsSpan().SequenceEqual(results[0]).ShouldBeTrue($"five threads, {plan}");
                }
            }
        }
        finally
        {
            Workers.Count = threads;
        }
    }

    [Fact]
    public void A_constant_group_gives_exactly_beta()
    {
        foreach (double value in new[] { 0.1, 100.1, -7e6, 1e30, 1e-40 })
        {
            foreach (Shape shape in new Shape[] { [7, 3], [1000, 3], [3, 4, 5], [5, 4, 100], [2, 3, 31, 33] })
            {
                foreach (NormalizationPlan plan in NormalizationPlans.OfShape(shape))
                {
                    Tensor<T> bias = _generator.Normal<T>(plan.AffineShape), weight = _generator.Normal<T>(plan.AffineShape);
                    Tensor<T> y = Normalization.Forward(plan, Tensor<T>.Full(shape, value), weight, bias, out _);
                    Tensor<T> flat = Normalization.Forward(plan, Tensor<T>.Zeros(shape), weight, bias, out _);
                    y.AsSpan().SequenceEqual(flat.AsSpan()).ShouldBeTrue($"{value} under {plan}");
                    y.AsSpan().ToArray().ShouldBeSubsetOf(bias.AsSpan().ToArray());
                }
            }
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 0.01)]
    [InlineData(1e2, 1)]
    [InlineData(1e2, 0.01)]
    [InlineData(1e4, 1)]
    [InlineData(1e4, 0.01)]
    [InlineData(1e6, 1)]
    public void A_mean_that_is_large_against_the_deviation_costs_no_digits(double mean, double deviation)
    {
        foreach (Shape shape in new Shape[] { [64, 5], [16, 3, 7], [8, 4, 14, 14], [6, 300] })
        {
            foreach (NormalizationPlan plan in NormalizationPlans.OfShape(shape).Where(plan => plan.ValuesPerStatistic > 1))
            {
                Tensor<T> x = _generator.Normal<T>(shape, mean, deviation);
                Tensor<T> y = Normalization.Forward(plan, x, null, null, out _);
                var plain = new PlainNormalization(plan, Doubles(x)!, null, null);
                for (int i = 0; i < y.Count; i++)
                    Near(y.AsSpan()[i], plain.Output[i], 1e-5 * (1 + Math.Abs(plain.Output[i])), "y", plan);
            }
        }
    }

    [Theory]
    [InlineData(1e30)]
    [InlineData(1e18)]
    [InlineData(1e-42)]
    public void Huge_and_denormal_values_leave_everything_finite(double size)
    {
        foreach (Shape shape in new Shape[] { [64, 5], [4, 3, 7], [3, 4, 6, 6] })
        {
            foreach (NormalizationPlan plan in NormalizationPlans.OfShape(shape))
            {
                Tensor<T> x = Tensor<T>.From([.. Signs(shape.Count).Select(sign => T.CreateTruncating(sign * size))], shape);
                Tensor<T> weight = _generator.Normal<T>(plan.AffineShape), upstream = _generator.Normal<T>(shape);
                Tensor<T> y = Normalization.Forward(plan, x, weight, null, out NormalizationStatistics<T> statistics);
                Tensor<T> dx = Tensor<T>.Zeros(shape), dw = Tensor<T>.Zeros(plan.AffineShape), db = Tensor<T>.Zeros(plan.AffineShape);
                Normalization.Backward(plan, x, weight, statistics, upstream, dx, dw, db);
                foreach (Tensor<T> result in new[] { y, dx, dw, db })
                    Array.TrueForAll(result.AsSpan().ToArray(), T.IsFinite).ShouldBeTrue($"{size} under {plan}");
            }
        }
    }

    [Fact]
    public void An_outlier_at_the_front_does_not_spoil_the_mean()
    {
        Tensor<T> x = _generator.Normal<T>([1, 1, 999]);
        x.AsWritableSpan()[0] = T.CreateTruncating(1e6);
        var plan = NormalizationPlan.Instance(x.Shape);
        Tensor<T> y = Normalization.Forward(plan, x, null, null, out _);
        var plain = new PlainNormalization(plan, Doubles(x)!, null, null);
        for (int i = 0; i < y.Count; i++)
            Near(y.AsSpan()[i], plain.Output[i], Tolerance.Normalization<T>() * (1 + Math.Abs(plain.Output[i])), "y", plan);
    }

    [Fact]
    public void A_plan_says_which_statistic_a_value_goes_into()
    {
        foreach (NormalizationPlan plan in NormalizationPlans.All())
        {
            var plain = new PlainNormalization(plan, new double[plan.Input.Count], null, null);
            Enumerable.Range(0, plan.Input.Count).All(i => plan.StatisticOf(i) == plain.StatisticOf(i)).ShouldBeTrue($"{plan}");
            Should.Throw<ArgumentOutOfRangeException>(() => plan.StatisticOf(plan.Input.Count));
        }
    }

    [Fact]
    public void A_result_too_large_for_the_caches_has_the_bits_of_its_parts()
    {
        Shape shape = [1, 1049, 2003], few = [1, 7, 2003];
        Tensor<T> x = _generator.Normal<T>(shape), weight = _generator.Normal<T>([2003]), bias = _generator.Normal<T>([2003]);
        foreach (bool perChannel in new[] { false, true })
        {
            Tensor<T> Normalized(Tensor<T> input) => perChannel
                ? Normalization.Forward(NormalizationPlan.Instance(input.Shape), input, null, null, out _)
                : Normalization.Forward(NormalizationPlan.Layer(input.Shape, [2003]), input, weight, bias, out _);
            Tensor<T> y = Normalized(x);
            foreach (int row in new[] { 0, 511, 1042 })
            {
                Tensor<T> part = Normalized(Tensor<T>.From(x.AsSpan().Slice(row * 2003, few.Count), few));
                y.AsSpan().Slice(row * 2003, few.Count).SequenceEqual(part.AsSpan()).ShouldBeTrue($"rows from {row}, {perChannel}");
            }
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_value_that_is_no_number_spoils_its_own_group_and_no_other(double value)
    {
        foreach (Shape shape in new Shape[] { [5, 6], [19, 21], [12, 5, 3], [3, 4, 6, 6] })
        {
            foreach (NormalizationPlan plan in NormalizationPlans.OfShape(shape).Where(plan => plan.ValuesPerStatistic > 1))
            {
                Tensor<T> x = _generator.Normal<T>(shape), spoiled = x.Clone();
                int place = _generator.NextInt(x.Count);
                spoiled.AsWritableSpan()[place] = T.CreateTruncating(value);
                Tensor<T> y = Normalization.Forward(plan, x, null, null, out _), other = Normalization.Forward(plan, spoiled, null, null, out _);
                var plain = new PlainNormalization(plan, Doubles(x)!, null, null);
                for (int i = 0; i < x.Count; i++)
                {
                    if (plain.StatisticOf(i) == plain.StatisticOf(place))
                        T.IsNaN(other.AsSpan()[i]).ShouldBeTrue($"{i} of {plan}");
                    else
                        other.AsSpan()[i].ShouldBe(y.AsSpan()[i], $"{i} of {plan}");
                }
            }
        }
    }

    [Fact]
    public void An_empty_batch_gives_an_empty_result()
    {
        foreach (NormalizationPlan plan in NormalizationPlans.OfShape([0, 4, 3]))
        {
            var x = Tensor<T>.Zeros(plan.Input);
            Tensor<T> y = Normalization.Forward(plan, x, null, null, out NormalizationStatistics<T> statistics);
            Tensor<T> dw = Tensor<T>.Ones(plan.AffineShape), db = Tensor<T>.Ones(plan.AffineShape);
            Normalization.Backward(plan, x, null, statistics, x, y, dw, db);
            y.Shape.ShouldBe(plan.Input);
            dw.AsSpan().ContainsAnyExcept(T.Zero).ShouldBeFalse();
            db.AsSpan().ContainsAnyExcept(T.Zero).ShouldBeFalse();
        }
    }

    [Fact]
    public void Shapes_that_are_not_the_plans_are_refused_with_both_named()
    {
        var plan = NormalizationPlan.Batch([4, 3, 5]);
        var x = Tensor<T>.Zeros(plan.Input);
        var message = Should.Throw<ArgumentException>(() => Normalization.Forward(plan, x, Tensor<T>.Ones([4]), null, out _)).Message;
        message.ShouldContain("γ");
        message.ShouldContain("(4)");
        message.ShouldContain("(3)");
        Should.Throw<ArgumentException>(() => Normalization.Forward(plan, Tensor<T>.Zeros([4, 3, 6]), null, null, out _)).Message.ShouldContain("(4, 3, 6)");
        Should.Throw<ArgumentException>(() => NormalizationStatistics<T>.From(plan, Tensor<T>.Zeros([4]), Tensor<T>.Ones([3]))).Message.ShouldContain("(4)");
    }

    private static void CompareBackward(
        NormalizationPlan plan,
        Tensor<T> x,
        Tensor<T>? weight,
        NormalizationStatistics<T> statistics,
        Tensor<T> upstream,
        PlainNormalization plain)
    {
        Tensor<T> dx = Tensor<T>.Zeros(plan.Input), dw = Tensor<T>.Zeros(plan.AffineShape), db = Tensor<T>.Zeros(plan.AffineShape);
        Normalization.Backward(plan, x, weight, statistics, upstream, dx, dw, db);
        var expected = plain.Backward(Doubles(weight), Doubles(upstream)!);
        double bound = Tolerance.Normalization<T>(2);
        double largest = upstream.AsSpan().ToArray().Max(u => Math.Abs(double.CreateTruncating(u)))
            * (weight is null ? 1 : weight.AsSpan().ToArray().Max(w => Math.Abs(double.CreateTruncating(w))));
        for (int i = 0; i < dx.Count; i++)
            Near(dx.AsSpan()[i], expected.X[i], bound * largest * plain.InverseDeviation(plain.StatisticOf(i)), "∂ℓ/∂x", plan);
        for (int a = 0; a < dw.Count; a++)
        {
            Near(dw.AsSpan()[a], expected.Weight[a], bound * expected.WeightScale[a], "∂ℓ/∂γ", plan);
            Near(db.AsSpan()[a], expected.Bias[a], bound * expected.BiasScale[a], "∂ℓ/∂β", plan);
        }
    }

    private static void Near(T actual, double expected, double bound, string what, NormalizationPlan plan)
    {
        double value = double.CreateTruncating(actual);
        if (!(Math.Abs(value - expected) <= bound))
            throw new ShouldAssertException($"{what} of {plan}: {value:r} instead of {expected:r}, off by {Math.Abs(value - expected):0.0e0}, more than {bound:0.0e0}.");
    }

    private IEnumerable<double> Signs(int count) => Enumerable.Range(0, count).Select(_ => _generator.NextInt(2) == 0 ? -1.0 : 1.0);

    private static double[]? Doubles(Tensor<T>? tensor) => tensor is null ? null : [.. tensor.AsSpan().ToArray().Select(double.CreateTruncating)];
}

public sealed class FloatNormalizationTests : NormalizationTests<float>;

public sealed class DoubleNormalizationTests : NormalizationTests<double>;
