using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Tests.Tensors;

[Collection(nameof(Workers))]
public abstract class PoolingTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly PoolingPlan[] Plans =
    [
        new([2, 3, 28, 28], (2, 2)),
        new([3, 2, 14, 14], (2, 2)),
        new([2, 2, 7, 7], (2, 2)),
        new([3, 2, 6, 6], (2, 2)),
        new([3, 2, 14, 4], (2, 2)),
        new([3, 2, 9, 8], (2, 2)),
        new([3, 2, 8, 9], (2, 2)),
        new([2, 2, 17, 39], (2, 2)),
        new([2, 2, 16, 39], (2, 2), (2, 2), (1, 1)),
        new([2, 3, 9, 11], (3, 3), (2, 2), (1, 1)),
        new([2, 3, 9, 11], (3, 3), (2, 2), (1, 1), countPadding: false),
        new([1, 2, 10, 8], (3, 2), (1, 3)),
        new([2, 3, 14, 14], (3, 3), (1, 1), (1, 1)),
        new([2, 2, 4, 4], (3, 3), (1, 1), (1, 1)),
        new([2, 2, 6, 21], (5, 4), (1, 1), (2, 2)),
        new([1, 2, 9, 40], (2, 3), (3, 8), (1, 1)),
        new([1, 2, 5, 40], (1, 3), (1, 9), (0, 1)),
        new([1, 2, 5, 6], (5, 6)),
        new([1, 1, 1, 1], (1, 1)),
        new([2, 2, 4, 6], (1, 1), (2, 2)),
        new([0, 2, 4, 6], (2, 2)),
    ];

    private static readonly PoolingPlan Single = new([1, 1, 1, 1], (1, 1));

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Plans.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Maxima_and_what_follows_their_positions_equal_the_definition_even_with_ties(int index)
    {
        PoolingPlan plan = Plans[index];
        var generator = new Generator(index);
        T[] x = Numbers.Whole<T>(generator, plan.Input.Count), values = Numbers.Whole<T>(generator, plan.Input.Count);
        CompareWithDefinition(plan, x, values, Numbers.Whole<T>(generator, plan.Output.Count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(12)]
    [InlineData(14)]
    public void A_maximum_is_the_first_that_is_not_a_number_and_infinities_are_ordinary(int index)
    {
        PoolingPlan plan = Plans[index];
        var generator = new Generator(50 + index);
        T[] odd = [T.NaN, T.PositiveInfinity, T.NegativeInfinity, T.Epsilon, T.NegativeZero, T.Zero];
        T[] x = [.. Enumerable.Range(0, plan.Input.Count).Select(_ => odd[generator.NextInt(odd.Length)])];
        CompareWithDefinition(plan, x, Numbers.Whole<T>(generator, plan.Input.Count), Numbers.Whole<T>(generator, plan.Output.Count));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Means_and_their_derivative_equal_the_definition(int index)
    {
        PoolingPlan plan = Plans[index];
        var generator = new Generator(100 + index);
        T[] x = Numbers.Normal<T>(generator, plan.Input.Count), g = Numbers.Normal<T>(generator, plan.Output.Count);
        double[] y = new double[plan.Output.Count], dx = new double[plan.Input.Count], sizes = new double[plan.Input.Count];
        for (int window = 0; window < y.Length; window++)
        {
            int[] seen = Seen(plan, window);
            double weight = 1.0 / (plan.CountPadding ? plan.Kernel.Height * plan.Kernel.Width : seen.Length);
            y[window] = seen.Sum(position => double.CreateTruncating(x[position])) * weight;
            foreach (int position in seen)
            {
                dx[position] += double.CreateTruncating(g[window]) * weight;
                sizes[position] += Math.Abs(double.CreateTruncating(g[window]) * weight);
            }
        }

        int terms = plan.Kernel.Height * plan.Kernel.Width;
        Numbers.ShouldBe(Means(plan, x), y, $"means, {plan}", [.. y.Select(_ => 5 * Tolerance.For<T>(terms))]);
        Numbers.ShouldBe(Shares(plan, g), dx, $"shares, {plan}", [.. sizes.Select(size => size * Tolerance.For<T>(terms))]);
    }

    [Fact]
    public void A_mean_sees_infinities_and_not_a_number_in_its_own_window_only()
    {
        PoolingPlan plan = Plans[0];
        T[] x = Numbers.Whole<T>(new Generator(4), plan.Input.Count);
        (x[0], x[100], x[500]) = (T.PositiveInfinity, T.NegativeInfinity, T.NaN);
        T[] y = Means(plan, x);
        for (int window = 0; window < y.Length; window++)
        {
            int[] seen = Seen(plan, window);
            T.IsNaN(y[window]).ShouldBe(seen.Contains(500));
            T.IsInfinity(y[window]).ShouldBe(seen.Contains(0) || seen.Contains(100));
        }
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_number_of_threads()
    {
        foreach (PoolingPlan plan in new PoolingPlan[] { new([16, 8, 28, 28], (2, 2)), new([16, 8, 15, 15], (3, 3), (2, 2), (1, 1)) })
        {
            var generator = new Generator(6);
            T[] x = Numbers.Normal<T>(generator, plan.Input.Count), g = Numbers.Normal<T>(generator, plan.Output.Count);
            Numbers.SameBitsForAnyThreads(() => Maxima(plan, x));
            Numbers.SameBitsForAnyThreads(() => Scatter(plan, x, g));
            Numbers.SameBitsForAnyThreads(() => Gather(plan, x, x));
            Numbers.SameBitsForAnyThreads(() => Means(plan, x));
            Numbers.SameBitsForAnyThreads(() => Shares(plan, g));
        }
    }

    [Fact]
    public void What_does_not_fit_is_an_error_that_names_the_shape()
    {
        ErrorOf(() => new PoolingPlan([2, 8, 8], (2, 2))).ShouldContain("(2, 8, 8)");
        ErrorOf(() => new PoolingPlan([2, 3, 1, 8], (2, 2))).ShouldContain("at least as large");
        ErrorOf(() => new PoolingPlan([2, 3, 8, 8], (0, 2))).ShouldContain("kernel");
        ErrorOf(() => new PoolingPlan([2, 3, 8, 8], (2, 2), (0, 2))).ShouldContain("stride");
        ErrorOf(() => new PoolingPlan([2, 3, 8, 8], (2, 2), padding: (2, 0))).ShouldContain("padding");
        ErrorOf(() => new PoolingPlan([2, 3, 8, 8], (3, 3), padding: (0, -1))).ShouldContain("padding");
        ErrorOf(() => MaxPooling.Forward<T>(Single, new T[2], new T[1])).ShouldContain("x has 1 elements");
        ErrorOf(() => AveragePooling.Forward<T>(Single, new T[1], new T[2])).ShouldContain("y has 1 elements");
    }

    private static string ErrorOf(Func<PoolingPlan> plan) => Should.Throw<ArgumentException>(() => plan()).Message;

    private static string ErrorOf(Action action) => Should.Throw<ArgumentException>(action).Message;

    private static void CompareWithDefinition(PoolingPlan plan, T[] x, T[] values, T[] upstream)
    {
        double[] y = new double[plan.Output.Count], gathered = new double[plan.Output.Count], dx = new double[plan.Input.Count];
        for (int window = 0; window < y.Length; window++)
        {
            int[] seen = Seen(plan, window);
            int position = seen.FirstOrDefault(candidate => T.IsNaN(x[candidate]), -1);
            if (position < 0)
                position = seen.First(candidate => seen.All(other => x[other] <= x[candidate]));
            y[window] = double.CreateTruncating(x[position]);
            gathered[window] = double.CreateTruncating(values[position]);
            dx[position] += double.CreateTruncating(upstream[window]);
        }

        Numbers.ShouldBe(Maxima(plan, x), y, $"maxima, {plan}");
        Numbers.ShouldBe(Scatter(plan, x, upstream), dx, $"scattered, {plan}");
        Numbers.ShouldBe(Gather(plan, x, values), gathered, $"gathered, {plan}");
    }

    /// <summary>The positions in the input that a window sees, row by row.</summary>
    private static int[] Seen(PoolingPlan plan, int window)
    {
        (int height, int width) = (plan.Input[2], plan.Input[3]);
        (int plane, int pixel) = Math.DivRem(window, plan.Output[2] * plan.Output[3]);
        (int row, int column) = Math.DivRem(pixel, plan.Output[3]);
        var seen = new List<int>();
        for (int i = 0; i < plan.Kernel.Height * plan.Kernel.Width; i++)
        {
            int y = (row * plan.Stride.Height) - plan.Padding.Height + (i / plan.Kernel.Width);
            int x = (column * plan.Stride.Width) - plan.Padding.Width + (i % plan.Kernel.Width);
            if (y >= 0 && y < height && x >= 0 && x < width)
                seen.Add((((plane * height) + y) * width) + x);
        }

        return [.. seen];
    }

    private static T[] Maxima(PoolingPlan plan, T[] x) => Fill(plan.Output, y => MaxPooling.Forward<T>(plan, x, y));

    private static T[] Scatter(PoolingPlan plan, T[] x, T[] g) => Fill(plan.Input, y => MaxPooling.Scatter<T>(plan, x, g, y));

    private static T[] Gather(PoolingPlan plan, T[] x, T[] values) => Fill(plan.Output, y => MaxPooling.Gather<T>(plan, x, values, y));

    private static T[] Means(PoolingPlan plan, T[] x) => Fill(plan.Output, y => AveragePooling.Forward<T>(plan, x, y));

    private static T[] Shares(PoolingPlan plan, T[] g) => Fill(plan.Input, y => AveragePooling.InputGradient<T>(plan, g, y));

    /// <summary>What a kernel leaves in memory that held not-a-number before: an element it forgets is noticed.</summary>
    private static T[] Fill(Shape shape, Action<T[]> kernel)
    {
        T[] result = new T[shape.Count];
        Array.Fill(result, T.NaN);
        kernel(result);
        return result;
    }
}

public sealed class PoolingOfFloatTests : PoolingTests<float>;

public sealed class PoolingOfDoubleTests : PoolingTests<double>;
