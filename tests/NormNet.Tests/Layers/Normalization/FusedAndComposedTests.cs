using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

/// <summary>The two implementations of every layer against each other, on random shapes and options.</summary>
public abstract class FusedAndComposedTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Generator _generator = new(seed: 21);

    [Fact]
    public void Outputs_and_gradients_agree()
    {
        for (int trial = 0; trial < 150; trial++)
        {
            Shape shape = RandomShape();
            NormalizationLayer<T> layer = RandomLayer(shape);
            if (layer.PlanOf(shape).ValuesPerStatistic < 4)
                continue;

            Tensor<T> x = _generator.Normal<T>(shape, mean: 0.5), upstream = _generator.Normal<T>(shape);
            foreach (Parameter<T> parameter in layer.Parameters())
                parameter.Value.CopyFrom(_generator.Normal<T>(parameter.Shape, mean: 1, deviation: 0.5));

            (double[] y, double[] dx, double[] affine) = Run(layer, NormalizationImplementation.Fused, x, upstream);
            (double[] composed, double[] dxComposed, double[] affineComposed) = Run(layer, NormalizationImplementation.Composed, x, upstream);
            string what = $"{layer} on {shape}";
            Near(y, composed, 1, what);
            Near(dx, dxComposed, LargestTerm(layer, x, upstream), what);
            Near(affine, affineComposed, upstream.AsSpan().ToArray().Sum(u => Math.Abs(double.CreateTruncating(u))), what);
        }
    }

    private static (double[] Y, double[] X, double[] Affine) Run(
        NormalizationLayer<T> layer, NormalizationImplementation implementation, Tensor<T> x, Tensor<T> upstream)
    {
        layer.Implementation = implementation;
        using var tape = Tape<T>.Record();
        Variable<T> input = tape.Input(x), y = layer.Forward(input);
        Variable<T>[] gradients = tape.Gradients(y, [input, .. layer.Parameters()], upstream);
        return (Doubles(y.Value), Doubles(gradients[0].Value), [.. gradients[1..].SelectMany(gradient => Doubles(gradient.Value))]);
    }

    /// <summary>max|invStd · γ · u|: the scale of ∂ℓ/∂x before its terms cancel.</summary>
    private static double LargestTerm(NormalizationLayer<T> layer, Tensor<T> x, Tensor<T> upstream)
    {
        NormalizationStatistics<T> statistics = Normalization.Statistics(layer.PlanOf(x.Shape), x);
        double inverse = statistics.InverseDeviation.ToArray().Max(double.CreateTruncating);
        double weight = layer.Weight is null ? 1 : Doubles(layer.Weight.Value).Max(Math.Abs);
        return inverse * weight * Doubles(upstream).Max(Math.Abs);
    }

    private static void Near(double[] fused, double[] composed, double scale, string what)
    {
        double bound = Tolerance.Normalization<T>(10) * scale;
        for (int i = 0; i < fused.Length; i++)
        {
            if (!(Math.Abs(fused[i] - composed[i]) <= bound * Math.Max(1, Math.Abs(composed[i]))))
                throw new ShouldAssertException($"{what}, element {i}: fused {fused[i]:r}, composed {composed[i]:r}, allowed {bound:0e0}.");
        }
    }

    private NormalizationLayer<T> RandomLayer(Shape shape)
    {
        (bool weight, bool bias) = (_generator.NextInt(3) > 0, _generator.NextInt(3) > 0);
        double epsilon = _generator.NextInt(2) == 0 ? 1e-5 : 1e-3;
        int channels = shape[1];
        int[] divisors = [.. Enumerable.Range(1, channels).Where(groups => channels % groups == 0)];
        Shape trailing = Shape.Of(shape.Extents[(1 + _generator.NextInt(shape.Rank - 1))..]);
        return _generator.NextInt(5) switch
        {
            0 => new BatchNorm<T>(channels, epsilon, weight: weight, bias: bias),
            1 => new InstanceNorm<T>(channels, epsilon, weight, bias),
            2 => new GroupNorm<T>(divisors[_generator.NextInt(divisors.Length)], channels, epsilon, weight, bias),
            3 => new LayerNorm<T>(trailing, epsilon, weight, bias),
            _ => new RmsNorm<T>(trailing, epsilon, weight, bias),
        };
    }

    private Shape RandomShape()
    {
        int rank = 2 + _generator.NextInt(4);
        return Shape.Of([.. Enumerable.Range(0, rank).Select(axis => 1 + _generator.NextInt(axis == 0 || rank < 4 ? 12 : 6))]);
    }

    private static double[] Doubles(Tensor<T> tensor) => [.. tensor.AsSpan().ToArray().Select(double.CreateTruncating)];
}

public sealed class FloatFusedAndComposedTests : FusedAndComposedTests<float>;

public sealed class DoubleFusedAndComposedTests : FusedAndComposedTests<double>
{
    public static TheoryData<int> Kinds => [0, 1, 2, 3, 4];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Third_derivatives_agree(int kind)
    {
        var generator = new Generator(seed: 8);
        Tensor<double> x = generator.Normal<double>([3, 4, 3]);
        NormalizationLayer<double> layer = kind switch
        {
            0 => new BatchNorm<double>(4),
            1 => new InstanceNorm<double>(4, weight: true),
            2 => new GroupNorm<double>(2, 4),
            3 => new LayerNorm<double>([4, 3]),
            _ => new RmsNorm<double>([3]),
        };
        layer.Weight!.Value.CopyFrom(generator.Normal<double>(layer.AffineShape, mean: 1));
        Tensor<double>[] directions = [.. Enumerable.Range(0, 3).Select(_ => generator.Normal<double>(x.Shape))];

        double[] fused = Third(layer, NormalizationImplementation.Fused, x, directions);
        double[] composed = Third(layer, NormalizationImplementation.Composed, x, directions);

        double scale = composed.Max(Math.Abs);
        scale.ShouldBeGreaterThan(1);
        for (int i = 0; i < fused.Length; i++)
            fused[i].ShouldBe(composed[i], 1e-10 * scale);
    }

    /// <summary>∂³⟨u, y⟩/∂x³ along two directions.</summary>
    private static double[] Third(NormalizationLayer<double> layer, NormalizationImplementation implementation, Tensor<double> x, Tensor<double>[] along)
    {
        layer.Implementation = implementation;
        using var tape = Tape<double>.Record();
        Variable<double> input = tape.Input(x);
        Variable<double> first = tape.Gradients(layer.Forward(input), [input], along[0], record: true)[0];
        Variable<double> second = tape.Gradients(first, [input], along[1], record: true)[0];
        return tape.Gradients(second, [input], along[2])[0].Value.AsSpan().ToArray();
    }
}
