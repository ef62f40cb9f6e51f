using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

/// <summary>Conditional and adaptive instance normalization.</summary>
public abstract class InstanceAffineLayerTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Generator _generator = new(seed: 101);

    [Fact]
    public void A_label_chooses_the_row_of_gamma_and_beta()
    {
        ConditionalInstanceNorm<T> layer = Conditional();
        Tensor<T> x = _generator.Normal<T>([4, 2, 3, 5], mean: 1), upstream = _generator.Normal<T>(x.Shape);
        int[] labels = [2, 0, 2, 1];
        using var tape = Tape<T>.Record();
        Variable<T> input = tape.Input(x), y = layer.Forward(input, IndexTensor.From(labels));
        Variable<T>[] gradients = tape.Gradients(y, [input, layer.Weights, layer.Biases], upstream);

        var weights = new double[4, 2];
        for (int n = 0; n < 4; n++)
        {
            var plain = new InstanceNorm<T>(2, weight: true, bias: true);
            plain.Weight!.Value.CopyFrom(layer.Weights.Value.Slice(0, labels[n], 1).Reshape(2));
            plain.Bias!.Value.CopyFrom(layer.Biases.Value.Slice(0, labels[n], 1).Reshape(2));
            Variable<T> alone = tape.Input(x.Slice(0, n, 1)), expected = plain.Forward(alone);
            Near(y.Value.Slice(0, n, 1), expected.Value, 1);
            Variable<T>[] own = tape.Gradients(expected, [alone, plain.Weight!], upstream.Slice(0, n, 1));
            Near(gradients[0].Value.Slice(0, n, 1), own[0].Value, 10);
            for (int c = 0; c < 2; c++)
                weights[labels[n], c] += double.CreateTruncating(own[1].Value[c]);
        }

        for (int row = 0; row < 4; row++)
        {
            for (int c = 0; c < 2; c++)
                double.CreateTruncating(gradients[1].Value[row, c]).ShouldBe(weights[row, c], Tolerance.Normalization<T>(1) * 30);
        }

        Doubles(gradients[2].Value)[6..].ShouldBe([0, 0]);
    }

    [Fact]
    public void Labels_can_be_set_for_a_whole_model_and_one_is_enough_for_all_samples()
    {
        ConditionalInstanceNorm<T> layer = Conditional();
        Sequential<T> model = Nn<T>.Sequential(layer, Nn<T>.Relu());
        Tensor<T> x = _generator.Normal<T>([3, 2, 4]);
        Should.Throw<InvalidOperationException>(() => model.Forward(x)).Message.ShouldContain("SetLabels");

        model.SetLabels(IndexTensor.From(3));
        double[] one = Doubles(model.Forward(x).Value);
        model.SetLabels(IndexTensor.From(3, 3, 3));
        Doubles(model.Forward(x).Value).ShouldBe(one);
        ((ConditionalInstanceNorm<T>)layer.Clone()).Labels.ShouldBeNull();
    }

    [Fact]
    public void Labels_and_inputs_that_do_not_fit_are_refused()
    {
        ConditionalInstanceNorm<T> layer = Conditional();
        Tensor<T> x = Tensor<T>.Ones([3, 2, 4]);
        string Message(Tensor<T> input, params int[] labels) => Should.Throw<ArgumentException>(() => layer.Forward(input, IndexTensor.From(labels))).Message;
        Message(x, 0, 4, 1).ShouldContain("label 4 is none of the 4 classes");
        Message(x, 0, -1, 1).ShouldContain("label -1");
        Message(x, 0, 1).ShouldContain("2 labels for 3 samples");
        Message(Tensor<T>.Ones([3, 2, 1]), 0).ShouldContain("from 1 value,");
        Message(Tensor<T>.Ones([3, 2]), 0).ShouldContain("from 1 value,");
        Message(Tensor<T>.Ones([3, 5, 4]), 0).ShouldContain("2 channels");
        layer.Forward(Tensor<T>.Ones([0, 2, 4]), IndexTensor.From()).Shape.ShouldBe([0, 2, 4]);
        Should.Throw<ArgumentOutOfRangeException>(() => new ConditionalInstanceNorm<T>(2, 0));
    }

    [Fact]
    public void The_state_holds_the_two_tables_and_text_the_sizes()
    {
        ConditionalInstanceNorm<T> layer = Conditional();
        layer.StateDict().Select(entry => $"{entry.Key} {entry.Value.Shape}").ShouldBe(["weight (4, 2)", "bias (4, 2)"]);
        layer.ToString().ShouldBe("ConditionalInstanceNorm(2, 4)");
        Layer<T> copy = layer.Clone();
        copy.ToString().ShouldBe(layer.ToString());
        copy.Initialize(_generator);
        Doubles(((ConditionalInstanceNorm<T>)copy).Weights.Value).ShouldAllBe(weight => weight == 1);
    }

    [Fact]
    public void A_content_gets_the_styles_means_and_deviations()
    {
        var layer = new AdaptiveInstanceNorm<T>(2, epsilon: 0);
        Tensor<T> content = _generator.Normal<T>([3, 2, 8], mean: 5), style = _generator.Normal<T>([3, 2, 2, 3], mean: -2, deviation: 3);
        NormalizationStatistics<T> got = StatisticsOf(layer.Forward(content, style).Value), wanted = StatisticsOf(style);
        for (int i = 0; i < 6; i++)
        {
            double.CreateTruncating(got.Mean[i]).ShouldBe(double.CreateTruncating(wanted.Mean[i]), Tolerance.Normalization<T>(5) * 10);
            double.CreateTruncating(got.Variance[i]).ShouldBe(double.CreateTruncating(wanted.Variance[i]), Tolerance.Normalization<T>(5) * 30);
        }

        Near(layer.Forward(style, style).Value, style, 10);
    }

    [Fact]
    public void One_style_serves_all_samples_and_may_be_set()
    {
        var layer = new AdaptiveInstanceNorm<T>(2);
        Tensor<T> content = _generator.Normal<T>([3, 2, 8]), style = _generator.Normal<T>([1, 2, 5]);
        Sequential<T> model = Nn<T>.Sequential(layer);
        Should.Throw<InvalidOperationException>(() => model.Forward(content)).Message.ShouldContain("no style");
        layer.Style = style;
        Doubles(model.Forward(content).Value).ShouldBe(Doubles(layer.Forward(content, Tensor<T>.Concatenate([style, style, style], axis: 0)).Value));
        layer.Clone().ToString().ShouldBe("AdaptiveInstanceNorm(2)");
        layer.Parameters().ShouldBeEmpty();
    }

    [Fact]
    public void Contents_and_styles_that_do_not_fit_are_refused()
    {
        var layer = new AdaptiveInstanceNorm<T>(2);
        string Message(Shape content, Shape style) =>
            Should.Throw<ArgumentException>(() => layer.Forward(Tensor<T>.Ones(content), Tensor<T>.Ones(style))).Message;
        Message([3, 2, 8], [2, 2, 8]).ShouldContain("(2, 2, 8) does not fit a content of shape (3, 2, 8)");
        Message([3, 2, 8], [3, 4, 8]).ShouldContain("2 channels");
        Message([3, 2, 1], [3, 2, 8]).ShouldContain("from 1 value,");
        Message([3, 2, 8], [3, 2]).ShouldContain("from 1 value,");
        layer.Forward(Tensor<T>.Ones([0, 2, 8]), Tensor<T>.Ones([1, 2, 4])).Shape.ShouldBe([0, 2, 8]);
    }

    private ConditionalInstanceNorm<T> Conditional()
    {
        var layer = new ConditionalInstanceNorm<T>(2, classes: 4);
        layer.Weights.Value.CopyFrom(_generator.Normal<T>([4, 2], mean: 1));
        layer.Biases.Value.CopyFrom(_generator.Normal<T>([4, 2]));
        return layer;
    }

    private static NormalizationStatistics<T> StatisticsOf(Tensor<T> x) => Normalization.Statistics(NormalizationPlan.Instance(x.Shape), x);

    private static void Near(Tensor<T> got, Tensor<T> expected, double scale)
    {
        foreach ((double a, double b) in Doubles(got).Zip(Doubles(expected)))
            a.ShouldBe(b, Tolerance.Normalization<T>(5) * scale * Math.Max(1, Math.Abs(b)));
    }

    private static double[] Doubles(Tensor<T> tensor) => [.. tensor.AsSpan().ToArray().Select(double.CreateTruncating)];
}

public sealed class FloatInstanceAffineLayerTests : InstanceAffineLayerTests<float>;

public sealed class DoubleInstanceAffineLayerTests : InstanceAffineLayerTests<double>
{
    [Theory]
    [InlineData(NormalizationImplementation.Fused)]
    [InlineData(NormalizationImplementation.Composed)]
    public void Gradients_of_two_orders_flow_to_content_and_style(NormalizationImplementation implementation)
    {
        var generator = new Generator(seed: 102);
        var layer = new AdaptiveInstanceNorm<double>(2) { Implementation = implementation };
        GradientReport report = GradientCheck.Run(
            v => layer.Forward(v[0], v[1]), [generator.Normal<double>([3, 2, 4]), generator.Normal<double>([1, 2, 2, 3], mean: 1)], order: 2);
        report.Passed.ShouldBeTrue(report.ToString());
        report.IsVacuous.ShouldBeFalse();
    }

    [Fact]
    public void The_documentations_examples()
    {
        var layer = new AdaptiveInstanceNorm<double>(channels: 1, epsilon: 0);
        Tensor<double> content = Tensor<double>.From([[[-1, 1, -1, 1]]]), style = Tensor<double>.From([[[10, 14]]]);
        Tensor<double> adapted = layer.Forward(content, style).Value;                  // 10, 14, 10, 14
        adapted.AsSpan().ToArray().ShouldBe([10, 14, 10, 14]);

        var model = Nn<double>.Sequential(Nn<double>.ConditionalInstanceNorm(channels: 2, classes: 10), Nn<double>.Relu());
        Tensor<double> x = new Generator(seed: 1).Normal<double>([3, 2, 8, 8]);
        model.SetLabels(IndexTensor.From(4, 0, 7));                                    // a style for each of three images
        Tensor<double> y = model.Forward(x).Value;
        model.SetLabels(IndexTensor.From(4));                                          // one style for all
        y.Shape.ShouldBe(model.Forward(x).Shape);
    }
}
