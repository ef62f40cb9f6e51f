using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<double>;

namespace NormNet.Tests.Layers;

/// <summary>What users of running statistics have met elsewhere: each is prevented here, or is as documented.</summary>
public sealed class RunningStatisticsPitfallTests
{
    private readonly Generator _generator = new(seed: 121);

    [Fact]
    public void With_momentum_1_evaluation_repeats_training_only_where_the_biased_variance_is_kept()
    {
        Tensor<double> x = _generator.Normal<double>([6, 2], mean: 3);
        double Gap(bool unbiased)
        {
            BatchNorm<double> layer = BatchNorm(2, epsilon: 0, running: RunningStatistics.Exponential(1, unbiased));
            double trained = layer.Forward(x).Value[0, 0];
            layer.Eval();
            return layer.Forward(x).Value[0, 0] / trained;
        }

        Gap(unbiased: false).ShouldBe(1, 1e-12);
        Gap(unbiased: true).ShouldBe(Math.Sqrt(5.0 / 6), 1e-12);
    }

    [Theory]
    [InlineData(0, 0, 1)] // never follows
    [InlineData(1, 3, 4)] // the last batch alone
    public void A_momentum_is_the_weight_of_the_new_batch(double momentum, double mean, double variance)
    {
        BatchNorm<double> layer = BatchNorm(1, running: RunningStatistics.Exponential(momentum, unbiased: false));
        layer.Forward(Tensor<double>.From([[1], [5]]));
        layer.Running!.Mean.Value.Item().ShouldBe(mean);
        layer.Running.Variance.Value.Item().ShouldBe(variance);
        layer.Running.Batches.ShouldBe(1);
    }

    [Fact]
    public void Running_statistics_hold_no_tape_and_pass_no_gradient()
    {
        BatchNorm<double> layer = BatchNorm(2);
        Tensor<double> first = _generator.Normal<double>([5, 2]), second = _generator.Normal<double>([5, 2]);
        using (var tape = Tape<double>.Record())
            tape.Backward(layer.Forward(tape.Input(first)).Sum());
        layer.Running!.Mean.Value[0].ShouldNotBe(0);

        // A batch that the running statistics have followed gets no gradient from an evaluation by them.
        using var next = Tape<double>.Record();
        Variable<double> followed = next.Input(first), evaluated = next.Input(second);
        layer.Forward(followed);
        layer.Source = StatisticsSource.Running;
        Variable<double> y = layer.Forward(evaluated);
        next.Gradients(y, [followed], Tensor<double>.Ones(y.Shape))[0].Value.AsSpan().ToArray().ShouldAllBe(gradient => gradient == 0);
    }

    [Fact]
    public void A_batch_is_normalized_before_it_is_followed_and_its_numbers_stay()
    {
        Tensor<double> x = _generator.Normal<double>([5, 2], mean: 2), copy = x.Clone();
        BatchNorm<double> layer = BatchNorm(2, running: RunningStatistics.Exponential(1));
        double[] y = layer.Forward(x).Value.AsSpan().ToArray();
        layer.Forward(x).Value.AsSpan().ToArray().ShouldBe(y);
        x.AsSpan().ToArray().ShouldBe(copy.AsSpan().ToArray());

        int told = 0;
        layer.Running!.Updated += update =>
        {
            told++;
            update.MeanAfter.ShouldBeSameAs(layer.Running.Mean.Value);
        };
        layer.Forward(x);
        told.ShouldBe(1);
    }

    [Fact]
    public void Parameters_without_gradient_do_not_stop_the_statistics_and_evaluation_is_undone_by_training()
    {
        BatchNorm<double> layer = BatchNorm(2);
        Sequential<double> model = Sequential(layer);
        foreach (Parameter<double> parameter in layer.Parameters())
            parameter.RequiresGradient = false;
        model.Forward(_generator.Normal<double>([5, 2]));
        layer.Running!.Batches.ShouldBe(1);

        layer.Eval();
        model.Train();
        layer.UsesBatchStatistics.ShouldBeTrue();
        layer.Freeze();
        model.Train();
        layer.UsesBatchStatistics.ShouldBeFalse();
    }

    [Theory]
    [InlineData("batch", false)]
    [InlineData("layer", true)]
    [InlineData("group", true)]
    [InlineData("frozen", true)]
    public void Adding_up_the_gradients_of_small_batches_is_a_large_batch_only_where_samples_stay_alone(string kind, bool same)
    {
        Layer<double> layer = kind switch
        {
            "batch" => BatchNorm(4),
            "layer" => LayerNorm([4, 3]),
            "group" => GroupNorm(2, 4),
            _ => FrozenBatchNorm(4),
        };
        Sequential<double> model = Sequential(Conv2D(2, 4, kernel: 1), Flatten(), Dense(12, 12), new Reshaped(), layer);
        model.Initialize(new Generator(seed: 1));
        Tensor<double> x = _generator.Normal<double>([6, 2, 1, 3]), upstream = _generator.Normal<double>([6, 4, 3]);
        double[] Gradient(int batch)
        {
            foreach (Parameter<double> parameter in model.Parameters())
                parameter.ZeroGradient();
            for (int start = 0; start < 6; start += batch)
            {
                using var tape = Tape<double>.Record();
                tape.Backward((model.Forward(x.Slice(0, start, batch)) * upstream.Slice(0, start, batch)).Sum());
            }

            return [.. model.Parameters()[0].Gradient!.AsSpan()];
        }

        double distance = Gradient(6).Zip(Gradient(2), (a, b) => Math.Abs(a - b)).Max();
        (distance < 1e-10).ShouldBe(same);
        if (layer is BatchNorm<double> normalization)
            normalization.Running!.Batches.ShouldBe(4); // one of the large batch and three of the small ones
    }

    [Fact]
    public void Statistics_of_an_evaluated_copy_leave_the_trained_ones_alone()
    {
        BatchNorm<double> layer = BatchNorm(2);
        Sequential<double> model = Sequential(layer);
        model.Forward(_generator.Normal<double>([5, 2]));
        double[] before = layer.Running!.Mean.Value.AsSpan().ToArray();

        Layer<double> evaluated = model.Clone();
        evaluated.ReestimateStatistics([_generator.Normal<double>([5, 2], mean: 9)]);
        layer.Running.Mean.Value.AsSpan().ToArray().ShouldBe(before);
    }

    [Fact]
    public void Instance_normalization_keeps_no_statistics_unless_asked_and_says_so_of_an_old_state()
    {
        InstanceNorm<double> asked = InstanceNorm(2, running: RunningStatistics.PyTorch()), usual = InstanceNorm(2);
        usual.StateDict().Count.ShouldBe(0);
        string message = Should.Throw<ArgumentException>(() => usual.LoadStateDict(asked.StateDict())).Message;
        message.ShouldContain("unexpected: running_mean, running_var, num_batches_tracked");
    }

    [Fact]
    public void A_count_beyond_what_a_float_holds_survives_a_state()
    {
        BatchNorm<float> layer = Nn<float>.BatchNorm(1), other = Nn<float>.BatchNorm(1);
        StateDictionary state = layer.StateDict(), large = new();
        foreach ((string name, StateTensor tensor) in state)
        {
            if (name == "num_batches_tracked")
                large.Add(name, 16_777_217);
            else
                large.Add(name, tensor);
        }

        other.LoadStateDict(large);
        other.Running!.Batches.ShouldBe(16_777_217);
        other.StateDict()["num_batches_tracked"].ToIntegers().ShouldBe([16_777_217]);
    }

    [Fact]
    public void A_layer_used_twice_in_a_step_follows_both_unless_told_not_to()
    {
        BatchNorm<double> layer = BatchNorm(2);
        Tensor<double> a = _generator.Normal<double>([5, 2]), b = _generator.Normal<double>([5, 2], mean: 4);
        using var tape = Tape<double>.Record();
        Variable<double> first = layer.Forward(a);
        layer.Running!.Batches.ShouldBe(1);

        layer.UpdatesStatistics = false;
        Variable<double> second = layer.Forward(b);
        layer.Running.Batches.ShouldBe(1);
        tape.Backward((first * second).Sum());
        layer.Weight!.Gradient!.AsSpan().ToArray().ShouldAllBe(gradient => double.IsFinite(gradient));

        layer.UpdatesStatistics = true;
        layer.Forward(b);
        layer.Running.Batches.ShouldBe(2);
    }

    private sealed class Reshaped : Layer<double>
    {
        public override Variable<double> Forward(Variable<double> input) => input.Reshape(-1, 4, 3);
    }
}
