using NormNet.Tensors;

namespace NormNet.Tests.Tensors;

/// <summary>Convolutions of float that are computed by tiles: held to their definition in double, within a bound of their own.</summary>
[Collection(nameof(Workers))]
public sealed class WinogradTests
{
    private static readonly ConvolutionPlan[] Plans =
    [
        new([2, 16, 12, 10], [32, 16, 3, 3], padding: (1, 1)),
        new([1, 24, 7, 9], [40, 24, 3, 3], padding: (1, 1)),
        new([2, 16, 10, 6], [24, 16, 3, 3]),
        new([1, 16, 6, 6], [16, 16, 3, 3], padding: (2, 1)),
        new([2, 32, 7, 8], [48, 16, 3, 3], padding: (1, 1), groups: 2),
        new([27, 16, 4, 4], [16, 16, 3, 3], padding: (1, 1)),
        new([1, 16, 3, 72], [16, 16, 3, 3], padding: (1, 1)),
        new([1, 16, 4, 4], [72, 16, 3, 3], padding: (1, 1)),
    ];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Plans.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_error_is_within_the_bound_for_numbers_of_any_sign_rectified_and_far_from_zero(int index)
    {
        ConvolutionPlan plan = Plans[index];
        WinogradTiles.Suit<float>(CorrelationGeometry.OfForward(plan)).ShouldBeTrue();
        foreach (Func<float, float> shape in new Func<float, float>[] { v => v, v => Math.Max(v, 0), v => v + 10 })
        {
            var generator = new Generator(index);
            float[] x = [.. Normal(generator, plan.Input.Count).Select(shape)], w = Normal(generator, plan.Weight.Count);
            float[] g = Normal(generator, plan.Output.Count), bias = Normal(generator, plan.Weight[0]);
            (double[] dx, double[] dw, double[] dg, double[] db) = (Double(x), Double(w), Double(g), Double(bias));
            (double[] ax, double[] aw, double[] ag, double[] ab) = (Magnitude(x), Magnitude(w), Magnitude(g), Magnitude(bias));

            Numbers.ShouldBe(Forward(plan, x, w, bias), PlainConvolution.Forward(plan, dx, dw, db), $"forward, {plan}",
                Bounds(PlainConvolution.Forward(plan, ax, aw, ab)));
            Numbers.ShouldBe(InputGradient(plan, w, g), PlainConvolution.InputGradient(plan, dw, dg), $"input gradient, {plan}",
                Bounds(PlainConvolution.InputGradient(plan, aw, ag)));
            Numbers.ShouldBe(WeightGradient(plan, x, g), PlainConvolution.WeightGradient(plan, dx, dg), $"weight gradient, {plan}",
                Bounds(PlainConvolution.WeightGradient(plan, ax, ag)));
        }
    }

    [Fact]
    public void Other_shapes_and_double_are_summed_directly()
    {
        Suits(new([2, 16, 8, 8], [16, 16, 3, 3], padding: (1, 1))).ShouldBeTrue();
        Suits(new([2, 8, 8, 8], [16, 8, 3, 3], padding: (1, 1))).ShouldBeFalse("few channels");
        Suits(new([2, 16, 8, 8], [20, 16, 3, 3], padding: (1, 1))).ShouldBeFalse("filters that fill no vector");
        Suits(new([2, 16, 5, 5], [16, 16, 3, 3], padding: (1, 1))).ShouldBeFalse("tiles that overhang by more than they hold");
        Suits(new([2, 16, 8, 8], [16, 16, 3, 3], stride: (2, 1), padding: (1, 1))).ShouldBeFalse("a stride");
        Suits(new([2, 16, 8, 8], [16, 16, 3, 3], padding: (2, 2), dilation: (2, 2))).ShouldBeFalse("a dilation");
        Suits(new([2, 16, 8, 8], [16, 16, 3, 1], padding: (1, 0))).ShouldBeFalse("another kernel");
        Suits(new([2, 16, 8, 8], [16, 16, 3, 3], padding: (1, 3))).ShouldBeFalse("windows of padding alone, whose sum is exactly the bias");
        WinogradTiles.Suit<double>(CorrelationGeometry.OfForward(Plans[0])).ShouldBeFalse("double");
    }

    [Fact]
    public void The_bits_depend_neither_on_the_number_of_threads_nor_on_the_other_images()
    {
        foreach (ConvolutionPlan plan in Plans)
        {
            var generator = new Generator(plan.Input.Count);
            float[] x = Normal(generator, plan.Input.Count), w = Normal(generator, plan.Weight.Count);
            float[] g = Normal(generator, plan.Output.Count), bias = Normal(generator, plan.Weight[0]);
            Numbers.SameBitsForAnyThreads(() => Forward(plan, x, w, bias), $"forward, {plan}");
            Numbers.SameBitsForAnyThreads(() => InputGradient(plan, w, g), $"input gradient, {plan}");
            Numbers.SameBitsForAnyThreads(() => WeightGradient(plan, x, g), $"weight gradient, {plan}");

            var alone = new ConvolutionPlan(
                [1, plan.Input[1], plan.Input[2], plan.Input[3]], plan.Weight, plan.Stride, plan.Padding, plan.Dilation, plan.Groups);
            float[] last = Forward(alone, x[^alone.Input.Count..], w, bias);
            Numbers.Bits(last).ShouldBe(Numbers.Bits(Forward(plan, x, w, bias)[^last.Length..]), $"{plan}");
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void What_is_not_finite_reaches_what_sees_it_and_nothing_else(float special)
    {
        var plan = new ConvolutionPlan([3, 16, 10, 10], [16, 16, 3, 3], padding: (1, 1));
        var generator = new Generator(5);
        float[] x = Normal(generator, plan.Input.Count), w = Normal(generator, plan.Weight.Count), g = Normal(generator, plan.Output.Count);
        float[] plain = Forward(plan, x, w, []);
        double largest = PlainConvolution.Forward(plan, Magnitude(x), Magnitude(w), []).Max();
        x[2044] = special;
        g[2044] = special;

        (double[] dx, double[] dw, double[] dg) = (Double(x), Double(w), Double(g));
        float[] y = Forward(plan, x, w, []);
        ShouldBe(y, PlainConvolution.Forward(plan, dx, dw, []), largest);
        ShouldBe(InputGradient(plan, w, g), PlainConvolution.InputGradient(plan, dw, dg), largest);
        ShouldBe(WeightGradient(plan, x, g), PlainConvolution.WeightGradient(plan, dx, dg), largest);
        byte[] before = Numbers.Bits(plain);
        int image = plan.Output.Count / 3 * sizeof(float);
        Numbers.Bits(y).AsSpan(0, image).SequenceEqual(before.AsSpan(0, image)).ShouldBeTrue("the image before it");
        Numbers.Bits(y).AsSpan(2 * image).SequenceEqual(before.AsSpan(2 * image)).ShouldBeTrue("the image after it");
    }

    [Fact]
    public void Numbers_that_would_overflow_in_the_transforms_alone_are_summed_directly()
    {
        ConvolutionPlan plan = Plans[0];
        var generator = new Generator(7);
        float[] x = [.. Normal(generator, plan.Input.Count).Select(v => v * 5e37f)];
        float[] w = [.. Normal(generator, plan.Weight.Count).Select(v => v * 0.01f)];
        Numbers.ShouldBe(Forward(plan, x, w, []), PlainConvolution.Forward(plan, Double(x), Double(w), []), "large numbers",
            Bounds(PlainConvolution.Forward(plan, Magnitude(x), Magnitude(w), [])));
    }

    [Fact]
    public void Denormal_numbers_lose_no_more_than_a_few_of_their_spacings()
    {
        ConvolutionPlan plan = Plans[0];
        var generator = new Generator(6);
        float[] x = [.. Normal(generator, plan.Input.Count).Select(v => v * 1e-40f)], w = Normal(generator, plan.Weight.Count);
        double[] expected = PlainConvolution.Forward(plan, Double(x), Double(w), []);
        Numbers.ShouldBe(Forward(plan, x, w, []), expected, "denormals", [.. expected.Select(_ => 1000.0 * float.Epsilon)]);
    }

    /// <summary>Not finite in float where the definition says so; elsewhere within the bound, and a large number's own roundings.</summary>
    private static void ShouldBe(float[] values, double[] expected, double largest)
    {
        for (int i = 0; i < values.Length; i++)
        {
            float rounded = (float)expected[i];
            if (float.IsFinite(rounded))
                ((double)values[i]).ShouldBe(expected[i], Tolerance.ConvolutionByTiles * (largest + Math.Abs(expected[i])), $"element {i}");
            else
                values[i].ShouldBe(rounded, $"element {i}");
        }
    }

    private static bool Suits(ConvolutionPlan plan) => WinogradTiles.Suit<float>(CorrelationGeometry.OfForward(plan));

    private static float[] Normal(Generator generator, long count) => Numbers.Normal<float>(generator, count);

    private static double[] Double(float[] values) => PlainConvolution.ToDouble(values);

    private static double[] Magnitude(float[] values) => [.. values.Select(value => Math.Abs((double)value))];

    private static double[] Bounds(double[] magnitudes)
        => [.. Enumerable.Repeat(magnitudes.Max() * Tolerance.ConvolutionByTiles, magnitudes.Length)];

    private static float[] Forward(ConvolutionPlan plan, float[] x, float[] w, float[] bias)
        => Fill(plan.Output, y => Convolution.Forward<float>(plan, x, w, bias, y));

    private static float[] InputGradient(ConvolutionPlan plan, float[] w, float[] g)
        => Fill(plan.Input, y => Convolution.InputGradient<float>(plan, w, g, y));

    private static float[] WeightGradient(ConvolutionPlan plan, float[] x, float[] g)
        => Fill(plan.Weight, y => Convolution.WeightGradient<float>(plan, x, g, y));

    private static float[] Fill(Shape shape, Action<float[]> kernel)
    {
        float[] result = new float[shape.Count];
        Array.Fill(result, float.NaN);
        kernel(result);
        return result;
    }
}
