using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

public sealed class BatchNormTests
{
    private readonly Generator _generator = new(seed: 5);

    [Fact]
    public void The_state_has_the_field_names()
    {
        BatchNorm<float> layer = Nn<float>.BatchNorm(3);
        layer.StateDict().Keys.ShouldBe(["weight", "bias", "running_mean", "running_var", "num_batches_tracked"], ignoreOrder: true);
        Nn<float>.BatchNorm(3, weight: false, bias: false).StateDict().Keys.ShouldNotContain("weight");
    }

    [Fact]
    public void Evaluation_uses_the_running_statistics_and_leaves_them()
    {
        BatchNorm<double> layer = Trained();
        layer.Eval();
        Tensor<double> mean = layer.Running!.Mean.Value, x = _generator.Normal<double>([4, 2]);
        Tensor<double> y = layer.Forward(x).Value;

        for (int n = 0; n < 4; n++)
        {
            for (int c = 0; c < 2; c++)
                y[n, c].ShouldBe((x[n, c] - mean[c]) / Math.Sqrt(layer.Running.Variance.Value[c] + 1e-5), 1e-12);
        }

        layer.Running.Mean.Value.ShouldBeSameAs(mean);
        layer.Running.Batches.ShouldBe(3);
    }

    [Fact]
    public void Freezing_survives_training_and_leaves_gamma_and_beta_trainable()
    {
        BatchNorm<double> layer = Trained();
        Tensor<double> mean = layer.Running!.Mean.Value, x = _generator.Normal<double>([4, 2]);
        layer.Eval();
        Tensor<double> evaluated = layer.Forward(x).Value;

        layer.Freeze();
        layer.Train();
        using var tape = Tape<double>.Record();
        Variable<double> y = layer.Forward(x);
        tape.Backward((y * _generator.Normal<double>([4, 2])).Sum());

        y.Value.AsSpan().ToArray().ShouldBe(evaluated.AsSpan().ToArray());
        layer.Running.Mean.Value.ShouldBeSameAs(mean);
        layer.Weight!.Gradient.ShouldNotBeNull();
        layer.Bias!.Gradient.ShouldNotBeNull();
        layer.ToString().ShouldBe("BatchNorm(2, frozen)");

        layer.Unfreeze();
        layer.UsesBatchStatistics.ShouldBeTrue();
    }

    [Fact]
    public void Which_statistics_are_used_and_whether_they_are_updated_are_two_questions()
    {
        BatchNorm<double> layer = Trained();
        Tensor<double> x = _generator.Normal<double>([4, 2]);

        layer.UpdatesStatistics = false;
        Tensor<double> y = layer.Forward(x).Value;
        layer.Running!.Batches.ShouldBe(3);

        layer.Eval();
        layer.Source = StatisticsSource.Batch;
        layer.Forward(x).Value.AsSpan().ToArray().ShouldBe(y.AsSpan().ToArray());
        layer.Running.Batches.ShouldBe(3);

        layer.Train();
        layer.Source = StatisticsSource.Running;
        layer.UsesBatchStatistics.ShouldBeFalse();
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 2, 1)]
    [InlineData(0, 2, 4)]
    public void Too_few_values_are_an_error_before_a_buffer_is_touched(params int[] extents)
    {
        BatchNorm<float> layer = Nn<float>.BatchNorm(2);
        layer.Initialize(_generator);
        Tensor<float> mean = layer.Running!.Mean.Value;

        string message = Should.Throw<ArgumentException>(() => layer.Forward(Tensor<float>.Zeros(Shape.Of(extents)))).Message;

        message.ShouldContain(Shape.Of(extents).ToString());
        message.ShouldContain("axes [0");
        message.ShouldContain(extents[0] == 0 ? "from 0 values" : "from 1 value,");
        message.ShouldContain("dropLast");
        message.ShouldContain("Eval()");
        layer.Running.Mean.Value.ShouldBeSameAs(mean);
        layer.Running.Batches.ShouldBe(0);

        layer.Eval();
        layer.Forward(Tensor<float>.Zeros(Shape.Of(extents))).Shape.ShouldBe(Shape.Of(extents));
    }

    [Fact]
    public void An_input_with_other_channels_is_refused_with_both_named()
    {
        string message = Should.Throw<ArgumentException>(() => Nn<float>.BatchNorm(16).Forward(Tensor<float>.Zeros([4, 3, 8, 8]))).Message;
        message.ShouldContain("16 channels");
        message.ShouldContain("(4, 3, 8, 8)");
        Should.Throw<ArgumentException>(() => Nn<float>.BatchNorm(16).Forward(Tensor<float>.Zeros([16]))).Message.ShouldContain("(16)");
    }

    [Fact]
    public void A_tape_keeps_the_running_statistics_it_saw()
    {
        BatchNorm<double> layer = Trained();
        Tensor<double> x = _generator.Normal<double>([4, 2]);
        layer.Freeze();
        using var tape = Tape<double>.Record();
        Variable<double> input = tape.Input(x), y = layer.Forward(input);
        layer.Unfreeze();
        layer.Forward(_generator.Normal<double>([4, 2], mean: 7));

        Variable<double> gradient = tape.Gradients(y, [input], Tensor<double>.Ones(y.Shape))[0];
        Tensor<double> y0 = y.Value;
        for (int n = 1; n < 4; n++)
            ((y0[n, 0] - y0[0, 0]) / (x[n, 0] - x[0, 0])).ShouldBe(gradient.Value[0, 0], 1e-9);
    }

    [Theory]
    [InlineData(NormalizationImplementation.Fused, StatisticsSource.Batch)]
    [InlineData(NormalizationImplementation.Composed, StatisticsSource.Batch)]
    [InlineData(NormalizationImplementation.Fused, StatisticsSource.Running)]
    [InlineData(NormalizationImplementation.Composed, StatisticsSource.Running)]
    public void Gradients_agree_with_central_differences(NormalizationImplementation implementation, StatisticsSource source)
    {
        BatchNorm<double> layer = Trained();
        (layer.Implementation, layer.Source) = (implementation, source);
        layer.Weight!.Value.CopyFrom(_generator.Normal<double>([2], mean: 1));
        StateDictionary state = layer.StateDict();

        GradientReport report = GradientCheck.Run(
            layer.Forward, _generator.Normal<double>([5, 2, 3], mean: 1), order: 2, restore: () => layer.LoadStateDict(state));

        report.Passed.ShouldBeTrue(report.ToString());
        report.IsVacuous.ShouldBeFalse();
    }

    [Fact]
    public void Gamma_and_beta_of_the_batch_recover_the_input()
    {
        Tensor<double> x = _generator.Normal<double>([50, 2], mean: 4, deviation: 3);
        BatchNorm<double> layer = Nn<double>.BatchNorm(2, running: RunningStatistics.Exponential(1, unbiased: false));
        layer.Forward(x);
        for (int c = 0; c < 2; c++)
        {
            layer.Weight!.Value.AsWritableSpan()[c] = Math.Sqrt(layer.Running!.Variance.Value[c] + layer.Epsilon);
            layer.Bias!.Value.AsWritableSpan()[c] = layer.Running.Mean.Value[c];
        }

        Tensor<double> y = layer.Forward(x).Value;
        for (int i = 0; i < x.Count; i++)
            y.AsSpan()[i].ShouldBe(x.AsSpan()[i], 1e-12 * (1 + Math.Abs(x.AsSpan()[i])));
    }

    [Fact]
    public void A_clone_has_settings_numbers_and_choices_of_its_own()
    {
        BatchNorm<double> layer = Trained();
        layer.Freeze();
        layer.Implementation = NormalizationImplementation.Composed;
        var copy = (BatchNorm<double>)layer.Clone();

        copy.ToString().ShouldBe(layer.ToString());
        copy.Running!.Mean.Value.AsSpan().ToArray().ShouldBe(layer.Running!.Mean.Value.AsSpan().ToArray());
        copy.Unfreeze();
        copy.Forward(_generator.Normal<double>([4, 2]));
        layer.Running.Batches.ShouldBe(3);
        copy.Running.Batches.ShouldBe(4);
    }

    [Fact]
    public void Text_shows_what_is_unusual()
    {
        Nn<float>.BatchNorm(16).ToString().ShouldBe("BatchNorm(16)");
        Nn<float>.BatchNorm(16, epsilon: 1e-3, bias: false).ToString().ShouldBe("BatchNorm(16, epsilon: 0.001, bias: false)");
        Nn<float>.BatchNorm(16, running: RunningStatistics.Keras(0.75)).ToString().ShouldBe("BatchNorm(16, momentum 0.25, biased)");
        Nn<float>.InstanceNorm(4, weight: true).ToString().ShouldBe("InstanceNorm(4, weight: true)");
        Nn<float>.RmsNorm(8).ToString().ShouldBe("RmsNorm(8)");
    }

    private BatchNorm<double> Trained()
    {
        BatchNorm<double> layer = Nn<double>.BatchNorm(2);
        for (int step = 0; step < 3; step++)
            layer.Forward(_generator.Normal<double>([6, 2], mean: 2, deviation: 3));
        return layer;
    }
}
