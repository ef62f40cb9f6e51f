using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Tests.Tensors;

[Collection(nameof(Workers))]
public abstract class ConvolutionTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly ConvolutionPlan[] Plans =
    [
        new([1, 1, 1, 1], [1, 1, 1, 1]),
        new([2, 1, 28, 28], [16, 1, 3, 3], padding: (1, 1)),
        new([3, 12, 14, 14], [32, 12, 3, 3], padding: (1, 1)),
        new([2, 3, 32, 32], [8, 3, 3, 3], padding: (1, 1)),
        new([2, 5, 7, 7], [7, 5, 3, 3], padding: (1, 1)),
        new([2, 4, 9, 11], [6, 4, 3, 2]),
        new([2, 4, 9, 11], [5, 4, 3, 3], stride: (2, 2), padding: (1, 1)),
        new([2, 4, 10, 13], [5, 4, 2, 3], stride: (3, 2), padding: (0, 1)),
        new([1, 4, 15, 12], [6, 4, 3, 3], padding: (2, 3), dilation: (2, 3)),
        new([1, 3, 12, 15], [4, 3, 3, 2], stride: (2, 3), padding: (3, 0), dilation: (3, 2)),
        new([2, 6, 8, 8], [9, 2, 3, 3], padding: (1, 1), groups: 3),
        new([2, 6, 8, 8], [6, 1, 3, 3], padding: (1, 1), groups: 6),
        new([2, 6, 9, 9], [12, 3, 3, 3], stride: (2, 2), padding: (1, 1), groups: 2),
        new([3, 20, 6, 6], [10, 20, 1, 1]),
        new([3, 20, 7, 5], [10, 20, 1, 1], stride: (2, 2)),
        new([2, 3, 6, 6], [4, 3, 1, 1], padding: (2, 1)),
        new([2, 3, 4, 4], [4, 3, 4, 4]),
        new([2, 3, 4, 4], [4, 3, 5, 6], padding: (3, 3)),
        new([1, 70, 5, 6], [8, 70, 3, 3], padding: (1, 1)),
        new([2, 2, 1, 40], [3, 2, 1, 5], padding: (0, 2)),
        new([2, 2, 40, 1], [3, 2, 5, 1], padding: (2, 0)),
        new([1, 1, 30, 30], [2, 1, 23, 24]),
        new([19, 2, 5, 5], [3, 2, 3, 3], padding: (1, 1)),
        new([0, 2, 5, 5], [3, 2, 3, 3], padding: (1, 1)),
        new([2, 0, 5, 5], [3, 0, 3, 3], padding: (1, 1)),
        new([2, 2, 5, 5], [0, 2, 3, 3], padding: (1, 1)),
    ];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Plans.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void All_four_functions_equal_their_definition(int index)
    {
        ConvolutionPlan plan = Plans[index];
        (T[] x, T[] w, T[] g, T[] bias) = Input(plan, Numbers.Whole<T>);
        (double[] dx, double[] dw, double[] dg) = (Double(x), Double(w), Double(g));

        Numbers.ShouldBe(Forward(plan, x, w, []), PlainConvolution.Forward(plan, dx, dw, []), $"forward, {plan}");
        Numbers.ShouldBe(Forward(plan, x, w, bias), PlainConvolution.Forward(plan, dx, dw, Double(bias)), $"with bias, {plan}");
        Numbers.ShouldBe(InputGradient(plan, w, g), PlainConvolution.InputGradient(plan, dw, dg), $"input gradient, {plan}");
        Numbers.ShouldBe(WeightGradient(plan, x, g), PlainConvolution.WeightGradient(plan, dx, dg), $"weight gradient, {plan}");
        Numbers.ShouldBe(BiasGradient(plan, g), PlainConvolution.BiasGradient(plan, dg), $"bias gradient, {plan}");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_error_is_within_the_bound_of_a_sum(int index)
    {
        ConvolutionPlan plan = Plans[index];
        (T[] x, T[] w, T[] g, _) = Input(plan, Numbers.Normal<T>);
        (double[] dx, double[] dw, double[] dg) = (Double(x), Double(w), Double(g));
        (double[] ax, double[] aw, double[] ag) = (Magnitude(dx), Magnitude(dw), Magnitude(dg));
        int size = plan.Weight[2] * plan.Weight[3], pixels = plan.Output[0] * plan.Output[2] * plan.Output[3];

        Numbers.ShouldBe(Forward(plan, x, w, []), PlainConvolution.Forward(plan, dx, dw, []), $"forward, {plan}",
            Bounds(PlainConvolution.Forward(plan, ax, aw, []), plan.Weight[1] * size));
        Numbers.ShouldBe(InputGradient(plan, w, g), PlainConvolution.InputGradient(plan, dw, dg), $"input gradient, {plan}",
            Bounds(PlainConvolution.InputGradient(plan, aw, ag), plan.Weight[0] * size));
        Numbers.ShouldBe(WeightGradient(plan, x, g), PlainConvolution.WeightGradient(plan, dx, dg), $"weight gradient, {plan}",
            Bounds(PlainConvolution.WeightGradient(plan, ax, ag), pixels));
        Numbers.ShouldBe(BiasGradient(plan, g), PlainConvolution.BiasGradient(plan, dg), $"bias gradient, {plan}",
            Bounds(PlainConvolution.BiasGradient(plan, ag), pixels));
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_number_of_threads()
    {
        var single = new ConvolutionPlan([1, 8, 28, 28], [16, 8, 3, 3], padding: (1, 1));
        foreach (ConvolutionPlan plan in new[] { Plans[1], Plans[2], Plans[3], Plans[6], Plans[10], Plans[22], single })
        {
            (T[] x, T[] w, T[] g, T[] bias) = Input(plan, Numbers.Normal<T>);
            Numbers.SameBitsForAnyThreads(() => Forward(plan, x, w, bias), $"forward, {plan}");
            Numbers.SameBitsForAnyThreads(() => InputGradient(plan, w, g), $"input gradient, {plan}");
            Numbers.SameBitsForAnyThreads(() => WeightGradient(plan, x, g), $"weight gradient, {plan}");
            Numbers.SameBitsForAnyThreads(() => BiasGradient(plan, g), $"bias gradient, {plan}");
        }
    }

    [Fact]
    public void Not_a_number_infinity_and_denormals_in_an_image_reach_the_outputs_whose_window_sees_them()
    {
        var plan = new ConvolutionPlan([2, 2, 9, 9], [7, 2, 3, 3], padding: (1, 1));
        (T[] x, T[] w, T[] g, _) = Input(plan, (generator, count) => [.. Numbers.Whole<T>(generator, count).Select(NotZero)]);
        foreach (T special in new[] { T.NaN, T.PositiveInfinity, T.NegativeInfinity, T.Epsilon })
        {
            x[100] = special;
            g[200] = special;
            (double[] dx, double[] dw, double[] dg) = (Double(x), Double(w), Double(g));
            double[] forward = PlainConvolution.Forward(plan, dx, dw, []), gradient = PlainConvolution.InputGradient(plan, dw, dg);
            double small = special == T.Epsilon ? double.CreateTruncating(T.Epsilon) * 100 : 0;
            Numbers.ShouldBe(Forward(plan, x, w, []), forward, $"{special}, forward", [.. forward.Select(_ => small)]);
            Numbers.ShouldBe(InputGradient(plan, w, g), gradient, $"{special}, input gradient", [.. gradient.Select(_ => small)]);
        }
    }

    [Fact]
    public void What_does_not_fit_is_an_error_that_names_the_shapes()
    {
        ErrorOf([2, 3, 8, 8], [4, 2, 3, 3]).ShouldContain("(2, 3, 8, 8) * (4, 2, 3, 3)");
        ErrorOf([2, 3, 8], [4, 3, 3, 3]).ShouldContain("(N, C, H, W)");
        ErrorOf([2, 3, 8, 8], [4, 3, 3]).ShouldContain("(O, C/groups, KH, KW)");
        ErrorOf([2, 4, 8, 8], [3, 2, 3, 3], groups: 2).ShouldContain("divisible by 2");
        ErrorOf([2, 4, 8, 8], [3, 4, 3, 3], groups: 0).ShouldContain("groups");
        ErrorOf([2, 4, 2, 8], [3, 4, 3, 3]).ShouldContain("spans 3×3");
        ErrorOf([2, 4, 8, 8], [3, 4, 0, 3]).ShouldContain("kernel");
        ErrorOf([2, 4, 8, 8], [3, 4, 3, 3], stride: (0, 1)).ShouldContain("stride");
        ErrorOf([2, 4, 8, 8], [3, 4, 3, 3], dilation: (1, 0)).ShouldContain("dilation");
        ErrorOf([2, 4, 8, 8], [3, 4, 3, 3], padding: (-1, 0)).ShouldContain("padding");

        ConvolutionPlan plan = Plans[1];
        T[] x = new T[1568], w = new T[144], y = new T[plan.Output.Count];
        ErrorOf(() => Convolution.Forward<T>(plan, w, w, [], y)).ShouldContain("input has 1568 elements, not 144");
        ErrorOf(() => Convolution.Forward<T>(plan, x, w, x, y)).ShouldContain("bias has 16 elements, not 1568");
    }

    private static string ErrorOf(
        Shape input, Shape weight, (int, int)? stride = null, (int, int) padding = default, (int, int)? dilation = null, int groups = 1)
        => Should.Throw<ArgumentException>(() => new ConvolutionPlan(input, weight, stride, padding, dilation, groups)).Message;

    private static string ErrorOf(Action action) => Should.Throw<ArgumentException>(action).Message;

    private static T NotZero(T value) => value == T.Zero ? T.One : value;

    private static double[] Double(T[] values) => PlainConvolution.ToDouble(values);

    private static (T[] Input, T[] Weight, T[] Upstream, T[] Bias) Input(ConvolutionPlan plan, Func<Generator, long, T[]> draw)
    {
        var generator = new Generator(plan.Input.Count + plan.Weight.Count);
        T[] Draw(int count) => draw(generator, count);
        return (Draw(plan.Input.Count), Draw(plan.Weight.Count), Draw(plan.Output.Count), Draw(plan.Weight[0]));
    }

    private static T[] Forward(ConvolutionPlan plan, T[] x, T[] w, T[] bias)
        => Fill(plan.Output, y => Convolution.Forward<T>(plan, x, w, bias, y));

    private static T[] InputGradient(ConvolutionPlan plan, T[] w, T[] g)
        => Fill(plan.Input, y => Convolution.InputGradient<T>(plan, w, g, y));

    private static T[] WeightGradient(ConvolutionPlan plan, T[] x, T[] g)
        => Fill(plan.Weight, y => Convolution.WeightGradient<T>(plan, x, g, y));

    private static T[] BiasGradient(ConvolutionPlan plan, T[] g) => Fill([plan.Weight[0]], y => Convolution.BiasGradient<T>(plan, g, y));

    /// <summary>What a kernel leaves in memory that held not-a-number before: an element it forgets is noticed.</summary>
    private static T[] Fill(Shape shape, Action<T[]> kernel)
    {
        T[] result = new T[shape.Count];
        Array.Fill(result, T.NaN);
        kernel(result);
        return result;
    }

    private static double[] Magnitude(double[] values) => [.. values.Select(Math.Abs)];

    private static double[] Bounds(double[] magnitudes, int terms) => [.. magnitudes.Select(size => size * Tolerance.For<T>(terms))];
}

public sealed class ConvolutionOfFloatTests : ConvolutionTests<float>;

public sealed class ConvolutionOfDoubleTests : ConvolutionTests<double>;
