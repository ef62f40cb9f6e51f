using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

/// <summary>Inputs at which normalizations are known to go wrong, through the layers and both implementations.</summary>
public abstract class HardNumberTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Generator _generator = new(seed: 41);

    /// <summary>With δ half the difference: x̂ = ±δ/√(δ² + ε), and ∂ℓ/∂x = ±invStd · (u₁ − u₂)/2 · ε/(δ² + ε).</summary>
    [Theory]
    [InlineData("batch", NormalizationImplementation.Fused)]
    [InlineData("batch", NormalizationImplementation.Composed)]
    [InlineData("instance", NormalizationImplementation.Fused)]
    [InlineData("group", NormalizationImplementation.Fused)]
    [InlineData("layer", NormalizationImplementation.Fused)]
    [InlineData("layer", NormalizationImplementation.Composed)]
    public void Two_values_per_statistic_have_a_closed_form(string kind, NormalizationImplementation implementation)
    {
        const double Epsilon = 0.3;
        NormalizationLayer<T> layer = kind switch
        {
            "batch" => new BatchNorm<T>(5, Epsilon),
            "instance" => new InstanceNorm<T>(5, Epsilon),
            "group" => new GroupNorm<T>(5, 10, Epsilon),
            _ => new LayerNorm<T>([2], Epsilon),
        };
        layer.Implementation = implementation;
        Shape shape = kind switch { "batch" => [2, 5], "instance" => [3, 5, 2], "group" => [3, 10], _ => [4, 5, 2] };
        Tensor<T> x = _generator.Normal<T>(shape, mean: 1), u = _generator.Normal<T>(shape);
        (T[] y, T[] dx) = Pass(layer, x, u);

        NormalizationPlan plan = layer.PlanOf(shape);
        foreach (IGrouping<int, int> pair in Enumerable.Range(0, x.Count).GroupBy(plan.StatisticOf))
        {
            (int a, int b) = (pair.First(), pair.Last());
            double delta = (Number(x, a) - Number(x, b)) / 2, inverse = 1 / Math.Sqrt((delta * delta) + Epsilon);
            double slope = inverse * (Number(u, a) - Number(u, b)) / 2 * Epsilon * inverse * inverse;
            double bound = Tolerance.Normalization<T>(10);
            double.CreateTruncating(y[a]).ShouldBe(delta * inverse, bound);
            double.CreateTruncating(y[b]).ShouldBe(-delta * inverse, bound);
            double.CreateTruncating(dx[a]).ShouldBe(slope, bound * inverse * 4);
            double.CreateTruncating(dx[b]).ShouldBe(-slope, bound * inverse * 4);
        }
    }

    [Fact]
    public void A_constant_channel_gives_exactly_beta()
    {
        foreach (double value in new[] { 0.1, 3e5, -1e-20 })
        {
            foreach (NormalizationLayer<T> layer in Family(weight: true, bias: true))
            {
                Tensor<T> bias = _generator.Normal<T>(layer.AffineShape);
                layer.Bias!.Value.CopyFrom(bias);
                layer.Weight!.Value.CopyFrom(_generator.Normal<T>(layer.AffineShape));
                if (layer is not RmsNorm<T>)
                    layer.Forward(Tensor<T>.Full([5, 4, 3], value)).Value.AsSpan().SequenceEqual(Repeated(bias, layer)).ShouldBeTrue($"{value}, {layer}");
            }
        }
    }

    [Theory]
    [InlineData(NormalizationImplementation.Fused)]
    [InlineData(NormalizationImplementation.Composed)]
    public void An_empty_batch_has_an_empty_result_and_gradients_of_zeros(NormalizationImplementation implementation)
    {
        foreach (NormalizationLayer<T> layer in Family(weight: true, bias: true).Where(layer => layer is not BatchNorm<T>))
        {
            layer.Implementation = implementation;
            using var tape = Tape<T>.Record();
            Variable<T> input = tape.Input(Tensor<T>.Zeros([0, 4, 3])), y = layer.Forward(input);
            Variable<T>[] gradients = tape.Gradients(y, [input, .. layer.Parameters()], Tensor<T>.Zeros([0, 4, 3]));
            y.Shape.ShouldBe([0, 4, 3]);
            gradients[0].Shape.ShouldBe([0, 4, 3]);
            foreach (Variable<T> affine in gradients[1..])
                affine.Value.AsSpan().ContainsAnyExcept(T.Zero).ShouldBeFalse($"{layer}");
        }
    }

    [Fact]
    public void A_strided_source_gives_the_numbers_of_its_copy()
    {
        Tensor<T> wide = _generator.Normal<T>([5, 4, 6]);
        Tensor<T> strided = new System.Numerics.Tensors.ReadOnlyTensorSpan<T>(wide.AsSpan(), [5, 4, 3], [24, 6, 2]).ToTensor();
        Tensor<T> copy = Tensor<T>.Wrap([.. Enumerable.Range(0, 60).Select(i => wide.AsSpan()[2 * i])], [5, 4, 3]);
        foreach (NormalizationLayer<T> layer in Family(weight: true, bias: true))
            layer.Forward(strided).Value.AsSpan().SequenceEqual(layer.Forward(copy).Value.AsSpan()).ShouldBeTrue($"{layer}");
    }

    [Fact]
    public void Gradients_sum_to_zero_over_the_values_of_each_centred_statistic()
    {
        foreach (NormalizationLayer<T> layer in Family(weight: true, bias: true).Where(layer => layer is not RmsNorm<T>))
        {
            layer.Weight!.Value.CopyFrom(_generator.Normal<T>(layer.AffineShape, mean: 1));
            Tensor<T> x = _generator.Normal<T>([5, 4, 3], mean: 1);
            (_, T[] dx) = Pass(layer, x, _generator.Normal<T>(x.Shape));
            NormalizationPlan plan = layer.PlanOf(x.Shape);
            double largest = dx.Max(value => Math.Abs(double.CreateTruncating(value)));
            foreach (IGrouping<int, int> group in Enumerable.Range(0, dx.Length).GroupBy(plan.StatisticOf))
                group.Sum(i => double.CreateTruncating(dx[i])).ShouldBe(0, Tolerance.Normalization<T>(1) * largest * group.Count(), $"{layer}");
        }
    }

    /// <summary>∂ℓ/∂x = γ·u/√(σ² + ε) and nothing else; ∂ℓ/∂γ = Σu·x̂ with x̂ of the running statistics; ∂ℓ/∂β = Σu.</summary>
    [Theory]
    [InlineData(NormalizationImplementation.Fused)]
    [InlineData(NormalizationImplementation.Composed)]
    public void Gradients_in_evaluation_are_those_of_an_affine_function(NormalizationImplementation implementation)
    {
        var layer = new BatchNorm<T>(3, epsilon: 0.01) { Implementation = implementation };
        layer.Forward(_generator.Normal<T>([9, 3], mean: 2, deviation: 3));
        layer.Weight!.Value.CopyFrom(_generator.Normal<T>([3], mean: 1));
        layer.Eval();
        Tensor<T> x = _generator.Normal<T>([6, 3], mean: 1), u = _generator.Normal<T>([6, 3]);
        using var tape = Tape<T>.Record();
        Variable<T> input = tape.Input(x), y = layer.Forward(input);
        Variable<T>[] gradients = tape.Gradients(y, [input, layer.Weight, layer.Bias!], u);

        for (int c = 0; c < 3; c++)
        {
            double inverse = 1 / Math.Sqrt(Number(layer.Running!.Variance.Value, c) + 0.01), mean = Number(layer.Running.Mean.Value, c);
            double byWeight = 0, byBias = 0;
            for (int n = 0; n < 6; n++)
            {
                int i = (n * 3) + c;
                Number(gradients[0].Value, i).ShouldBe(Number(layer.Weight.Value, c) * Number(u, i) * inverse, Tolerance.Normalization<T>(2));
                byWeight += Number(u, i) * (Number(x, i) - mean) * inverse;
                byBias += Number(u, i);
            }

            Number(gradients[1].Value, c).ShouldBe(byWeight, Tolerance.Normalization<T>(5));
            Number(gradients[2].Value, c).ShouldBe(byBias, Tolerance.Normalization<T>(5));
        }
    }

    [Fact]
    public void With_running_statistics_both_implementations_agree_on_random_shapes()
    {
        for (int trial = 0; trial < 60; trial++)
        {
            Shape shape = Shape.Of([.. Enumerable.Range(0, 2 + _generator.NextInt(4)).Select(_ => 1 + _generator.NextInt(7))]);
            (bool weight, bool bias) = (_generator.NextInt(3) > 0, _generator.NextInt(3) > 0);
            RunningNormalizationLayer<T> layer = trial % 2 == 0
                ? new BatchNorm<T>(shape[1], weight: weight, bias: bias)
                : new InstanceNorm<T>(shape[1], weight: weight, bias: bias, running: RunningStatistics.Flax());
            layer.Forward(_generator.Normal<T>([3, shape[1], 4], mean: 1, deviation: 2));
            if (trial % 3 == 0)
                layer.Freeze();
            else
                layer.Eval();
            Tensor<T> x = _generator.Normal<T>(shape, mean: 0.5), u = _generator.Normal<T>(shape);
            (T[] y, T[] dx) = Pass(layer, x, u);
            layer.Implementation = NormalizationImplementation.Composed;
            (T[] composed, T[] dxComposed) = Pass(layer, x, u);
            for (int i = 0; i < y.Length; i++)
            {
                double.CreateTruncating(y[i]).ShouldBe(double.CreateTruncating(composed[i]), Tolerance.Normalization<T>(5), $"{layer} on {shape}");
                double.CreateTruncating(dx[i]).ShouldBe(double.CreateTruncating(dxComposed[i]), Tolerance.Normalization<T>(5), $"{layer} on {shape}");
            }
        }
    }

    private static NormalizationLayer<T>[] Family(bool weight, bool bias) =>
    [
        new BatchNorm<T>(4, weight: weight, bias: bias), new InstanceNorm<T>(4, weight: weight, bias: bias), new GroupNorm<T>(2, 4, weight: weight, bias: bias),
        new LayerNorm<T>([4, 3], weight: weight, bias: bias), new LayerNorm<T>([3], weight: weight, bias: bias), new RmsNorm<T>([3], weight: weight, bias: bias),
    ];

    /// <summary>β as the layer adds it to an output of (5, 4, 3).</summary>
    private static T[] Repeated(Tensor<T> bias, NormalizationLayer<T> layer)
    {
        Tensor<T> viewed = bias.Reshape(layer.PlanOf([5, 4, 3]).AffineView);
        return [.. viewed.BroadcastTo(layer.PlanOf([5, 4, 3]).View).AsSpan()];
    }

    private static (T[] Output, T[] Input) Pass(Layer<T> layer, Tensor<T> x, Tensor<T> upstream)
    {
        using var tape = Tape<T>.Record();
        Variable<T> input = tape.Input(x), y = layer.Forward(input);
        Tensor<T> dx = tape.Gradients(y, [input], upstream)[0].Value;
        return ([.. y.Value.AsSpan()], [.. dx.AsSpan()]);
    }

    private static double Number(Tensor<T> tensor, int i) => double.CreateTruncating(tensor.AsSpan()[i]);
}

public sealed class FloatHardNumberTests : HardNumberTests<float>;

public sealed class DoubleHardNumberTests : HardNumberTests<double>
{
    /// <summary>Every member with every choice of γ and β, by both implementations, gradients of two orders by input and parameters.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Gradients_with_every_choice_of_gamma_and_beta_are_those_of_finite_differences(bool weight, bool bias)
    {
        var generator = new Generator(seed: 43);
        NormalizationLayer<double>[] family =
        [
            new BatchNorm<double>(2, weight: weight, bias: bias), new InstanceNorm<double>(2, weight: weight, bias: bias),
            new GroupNorm<double>(1, 2, weight: weight, bias: bias), new LayerNorm<double>([2, 3], weight: weight, bias: bias),
            new RmsNorm<double>([3], weight: weight, bias: bias),
        ];
        foreach (NormalizationLayer<double> layer in family)
        {
            foreach (Parameter<double> parameter in layer.Parameters())
                parameter.Value.CopyFrom(generator.Normal<double>(parameter.Shape, mean: 1, deviation: 0.5));
            foreach (NormalizationImplementation implementation in Enum.GetValues<NormalizationImplementation>())
            {
                layer.Implementation = implementation;
                GradientReport report = layer.CheckGradients(generator.Normal<double>([3, 2, 3], mean: 0.5));
                report.Passed.ShouldBeTrue($"{layer}: {report}");
                report.IsVacuous.ShouldBeFalse($"{layer}: {report}");
            }
        }
    }

    [Fact]
    public void Instance_normalization_behind_a_convolution_without_bias_forgets_contrast()
    {
        var generator = new Generator(seed: 44);
        Layer<double> model = Nn<double>.Sequential(Nn<double>.Conv2D(3, 4, kernel: 3, padding: 1, bias: false), new InstanceNorm<double>(4, epsilon: 0));
        Tensor<double> x = generator.Normal<double>([2, 3, 6, 5]);
        double[] expected = [.. model.Forward(x).Value.AsSpan()];
        foreach (double contrast in new[] { 0.25, 3 })
        {
            double[] y = [.. model.Forward(contrast * new Variable<double>(x)).Value.AsSpan()];
            y.Zip(expected, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-12);
        }
    }
}
