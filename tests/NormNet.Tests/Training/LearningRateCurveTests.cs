using System.Numerics;
using NormNet.Autograd;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using NormNet.Training;

namespace NormNet.Tests.Training;

public abstract class LearningRateCurveTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly TrainingPlan Plan = new() { BatchSize = 8, Seed = 5 };

    [Fact]
    public void Model_and_optimizer_are_left_as_they_were()
    {
        Sequential<T> model = SmallTraining.Model<T>();
        model[2].Eval();
        Adam<T> optimizer = SmallTraining.Optimizer(model);
        new Trainer<T>(model, optimizer, SmallTraining.Data<T>(), Plan).Train();
        model[2].Eval();
        optimizer.RateFactor = 0.5;
        Tensor<T>? gradient = model.Parameters()[0].Gradient;
        gradient!.AsWritableSpan()[0] = T.CreateTruncating(7);
        StateDictionary state = model.StateDict(), randomness = model.RandomState(), moments = optimizer.StateDict();

        LearningRateCurve.Of(model, optimizer, SmallTraining.Data<T>(), Plan, steps: 30);

        model.StateDict().ShouldBeSameBits(state);
        model.RandomState().ShouldBeSameBits(randomness);
        optimizer.StateDict().ShouldBeSameBits(moments);
        (optimizer.LearningRate, optimizer.RateFactor).ShouldBe((0.01, 0.5));
        (model.IsTraining, model[1].IsTraining, model[2].IsTraining).ShouldBe((true, true, false));
        model.Parameters()[0].Gradient.ShouldBeSameAs(gradient);
        double.CreateTruncating(gradient.AsSpan()[0]).ShouldBe(7);
    }

    [Fact]
    public void Rates_grow_by_one_factor_from_the_lowest_to_the_highest()
    {
        Sequential<T> model = SmallTraining.Model<T>();
        LearningRateCurve curve = LearningRateCurve.Of(
            model, SmallTraining.Optimizer(model), SmallTraining.Data<T>(), Plan, lowest: 1e-6, highest: 1e-2, steps: 21);
        curve.Rates.Count.ShouldBe(21);
        curve.Losses.Count.ShouldBe(21);
        curve.Smoothed.Count.ShouldBe(21);
        curve.Rates[0].ShouldBe(1e-6);
        curve.Rates[^1].ShouldBe(1e-2);
        for (int i = 1; i < 21; i++)
            (curve.Rates[i] / curve.Rates[i - 1]).ShouldBe(Math.Pow(10, 0.2), 1e-9);
    }

    [Fact]
    public void For_a_parabola_the_curve_is_the_closed_form_and_ends_where_the_rate_is_too_great()
    {
        // ℓ = w²/2: a step at rate r makes w·(1 − r), which shrinks for r < 2 only. No step has the rate 1, after which w would be 0.
        var model = new Parabola();
        LearningRateCurve curve = LearningRateCurve.Of(
            model,
            new Sgd<T>(model.Parameters(), 1),
            new DataSet<T>(Tensor<T>.Zeros([8, 1]), Tensor<T>.Zeros([8, 1])),
            Plan,
            (outputs, _) => outputs,
            lowest: 1e-4,
            highest: 1e4,
            steps: 80);

        double w = 3;
        for (int i = 0; i < curve.Losses.Count; i++)
        {
            curve.Losses[i].ShouldBe(w * w / 2, 1e-3 * ((w * w) + 1e-9));
            w *= 1 - curve.Rates[i];
        }

        curve.Rates[^1].ShouldBeInRange(2, 1000);
        curve.Suggestion!.Value.ShouldBeInRange(0.01, 2);
    }

    [Fact]
    public void Nothing_is_suggested_where_the_loss_never_falls()
    {
        Sequential<T> model = SmallTraining.Model<T>();
        LearningRateCurve.Of(
            model, SmallTraining.Optimizer(model), SmallTraining.Data<T>(), Plan, (outputs, _) => 0.0 * outputs.Sum(), steps: 10)
            .Suggestion.ShouldBeNull();
    }

    [Fact]
    public void A_loss_that_is_not_finite_ends_the_curve_and_cancelling_puts_everything_back()
    {
        Sequential<T> model = SmallTraining.Model<T>();
        StateDictionary state = model.StateDict();
        int calls = 0;
        LearningRateCurve.Of(
            model, SmallTraining.Optimizer(model), SmallTraining.Data<T>(), Plan,
            (outputs, batch) => (++calls > 6 ? double.NaN : 1.0) * Losses.CrossEntropy(outputs, batch.Labels)).Rates.Count.ShouldBe(6);

        using var cancellation = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(() => LearningRateCurve.Of(
            model, SmallTraining.Optimizer(model), SmallTraining.Data<T>(), Plan, SmallTraining.LossWith<T>(step => Cancel(step == 5)),
            cancellationToken: cancellation.Token));
        model.StateDict().ShouldBeSameBits(state);

        void Cancel(bool now)
        {
            if (now)
                cancellation.Cancel();
        }
    }

    [Fact]
    public void Parts_of_a_batch_make_a_step_together()
    {
        Sequential<T> model = Nn<T>.Sequential(Nn<T>.Dense(2, 3));
        model.Initialize(new Generator(seed: 1));
        LearningRateCurve whole = Curve(1), parts = Curve(4);
        for (int i = 0; i < whole.Losses.Count; i++)
            parts.Losses[i].ShouldBe(whole.Losses[i], 1e-4);

        LearningRateCurve Curve(int microBatches) => LearningRateCurve.Of(
            model,
            new Sgd<T>(model.Parameters(), 0.1),
            SmallTraining.Data<T>(),
            Plan with { MicroBatches = microBatches },
            highest: 0.1,
            steps: 20);
    }

    [Fact]
    public void Settings_that_mean_nothing_are_refused()
    {
        Sequential<T> model = SmallTraining.Model<T>();
        DataSet<T> data = SmallTraining.Data<T>();
        Adam<T> optimizer = SmallTraining.Optimizer(model);
        Should.Throw<ArgumentOutOfRangeException>(() => LearningRateCurve.Of(model, optimizer, data, Plan, steps: 2));
        Should.Throw<ArgumentOutOfRangeException>(() => LearningRateCurve.Of(model, optimizer, data, Plan, lowest: 1, highest: 1));
        Should.Throw<ArgumentOutOfRangeException>(() => LearningRateCurve.Of(model, optimizer, data, Plan, lowest: 0));
        var tooLarge = new TrainingPlan { BatchSize = 47, DropLast = false };
        Should.Throw<ArgumentException>(() => LearningRateCurve.Of(model, optimizer, data, tooLarge)).Message.ShouldContain("46");
        optimizer.LearningRate = 0;
        Should.Throw<ArgumentException>(() => LearningRateCurve.Of(model, optimizer, data, Plan)).Message.ShouldContain("rate is 0");
    }

    private sealed class Parabola : Layer<T>
    {
        private readonly Parameter<T> _w;

        internal Parabola() => _w = Register("w", new Parameter<T>(Tensor<T>.Scalar(3)));

        protected override Variable<T> ForwardCore(Variable<T> input) => 0.5 * _w * _w;
    }
}

public sealed class LearningRateCurveTestsInSingle : LearningRateCurveTests<float>;

public sealed class LearningRateCurveTestsInDouble : LearningRateCurveTests<double>;
