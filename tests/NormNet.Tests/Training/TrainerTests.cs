using System.Numerics;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using NormNet.Training;

namespace NormNet.Tests.Training;

public abstract class TrainerTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Training_learns_and_records_every_epoch()
    {
        Sequential<T> model = Nn<T>.Sequential(Nn<T>.Dense(2, 16), Nn<T>.Tanh(), Nn<T>.Dense(16, 3));
        model.Initialize(new Generator(seed: 1));
        DataSet<T> data = SmallTraining.Data<T>(samples: 300);
        var plan = new TrainingPlan { Epochs = 10, BatchSize = 20 };
        var trainer = new Trainer<T>(model, new Adam<T>(model.Parameters(), learningRate: 0.05), data, plan)
        {
            Validation = data,
            Schedule = Schedule.OneCycle(plan.TotalSteps(data.Count)),
        };

        History history = trainer.Train();

        history.Select(record => record.Epoch).ShouldBe(Enumerable.Range(1, 10));
        history[^1].Step.ShouldBe(150);
        history[^1].TrainLoss.ShouldBeLessThan(0.5 * history[0].TrainLoss);
        history[^1].ValidationAccuracy!.Value.ShouldBeGreaterThan(0.95);
        history[^1].LearningRate.ShouldBe(0.05 / 25 / 1e4, 0.05 * Tolerance.For<double>(4));
        Evaluation evaluation = Evaluation.Of(model, data);
        evaluation.Loss.ShouldBe(history[^1].ValidationLoss!.Value);
        evaluation.Accuracy.ShouldBe(history[^1].ValidationAccuracy);
    }

    [Fact]
    public void The_recorded_training_figures_are_means_over_the_samples_of_the_epoch()
    {
        // With a rate of 0 the model stays, so its figures on all samples are those of the epoch.
        Dense<T> model = Nn<T>.Dense(2, 3);
        DataSet<T> data = SmallTraining.Data<T>();
        var trainer = new Trainer<T>(
            model, new Sgd<T>(model.Parameters(), learningRate: 0), data, new TrainingPlan { BatchSize = 7, DropLast = false });

        EpochRecord record = trainer.Train()[0];

        Evaluation evaluation = Evaluation.Of(model, data);
        record.TrainLoss.ShouldBe(evaluation.Loss, evaluation.Loss * Tolerance.For<T>(SmallTraining.Samples));
        record.TrainAccuracy.ShouldBe(evaluation.Accuracy);
        record.ValidationLoss.ShouldBeNull();
    }

    [Fact]
    public void Targets_are_learned_by_their_squared_error()
    {
        var inputs = new Generator(seed: 1).Normal<T>([64, 2]);
        Tensor<T> targets = inputs.MatMul(Tensor<T>.From([[1], [-2]]));
        Dense<T> model = Nn<T>.Dense(2, 1);
        var data = new DataSet<T>(inputs, targets);
        var plan = new TrainingPlan { Epochs = 60, BatchSize = 16 };
        var trainer = new Trainer<T>(model, new Sgd<T>(model.Parameters(), learningRate: 0.2), data, plan);

        EpochRecord record = trainer.Train()[^1];

        record.TrainLoss.ShouldBeLessThan(1e-6);
        record.TrainAccuracy.ShouldBeNull();
        double.CreateChecked(model.Weight.Value[0, 1]).ShouldBe(-2, 1e-2);
    }

    [Fact]
    public void Clipped_gradients_move_the_weights_no_farther_than_their_norm()
    {
        Dense<T> model = Nn<T>.Dense(2, 3);
        double[] before = Numbers();
        var trainer = new Trainer<T>(
            model, new Sgd<T>(model.Parameters(), learningRate: 1), SmallTraining.Data<T>(), new TrainingPlan { BatchSize = 8, Steps = 1 })
        {
            MaxGradientNorm = 0.01,
        };
        trainer.Train();

        double moved = Math.Sqrt(Numbers().Zip(before, (now, then) => (now - then) * (now - then)).Sum());
        moved.ShouldBe(0.01, 0.01 * 1e-3);
        Should.Throw<ArgumentException>(() => new Trainer<T>(
            model, new Sgd<T>(model.Parameters(), 1), SmallTraining.Data<T>(), SmallTraining.Plan)
        { MaxGradientNorm = 0 })
            .Message.ShouldContain("MaxGradientNorm");

        double[] Numbers() => [.. model.Parameters().SelectMany(p => p.Value.AsSpan().ToArray()).Select(double.CreateChecked)];
    }

    [Fact]
    public void Steps_end_training_in_the_middle_of_an_epoch()
    {
        Sequential<T> model = SmallTraining.Model<T>();
        var trainer = new Trainer<T>(
            model, SmallTraining.Optimizer(model), SmallTraining.Data<T>(), SmallTraining.Plan with { Steps = 7 });

        trainer.Train().Select(record => (record.Epoch, record.Step)).ShouldBe([(1, 5L), (2, 7L)]);
        trainer.Step.ShouldBe(7);
    }

    [Fact]
    public void A_batch_of_one_trains_where_nothing_needs_more()
    {
        Dense<T> model = Nn<T>.Dense(2, 3);
        NewTrainer(model, batchSize: 1).Train()[0].Step.ShouldBe(SmallTraining.Samples);
    }

    [Fact]
    public void A_batch_of_one_under_batch_normalization_is_an_error_that_changes_nothing()
    {
        Sequential<T> model = SmallTraining.Model<T>();
        Trainer<T> trainer = NewTrainer(model, batchSize: 1);
        Dictionary<string, byte[]> before = trainer.Bits();

        Should.Throw<ArgumentException>(() => trainer.Train()).Message.ShouldContain("BatchNorm(8)");

        trainer.Bits().ShouldBeSameBits(before);
    }

    [Fact]
    public void Fewer_samples_than_a_batch_are_an_error_with_a_way_out()
    {
        Sequential<T> model = SmallTraining.Model<T>();
        string message = Should.Throw<ArgumentException>(() => new Trainer<T>(
            model, SmallTraining.Optimizer(model), SmallTraining.Data<T>(samples: 3), new TrainingPlan { BatchSize = 4 })).Message;
        message.ShouldContain("3 samples");
        message.ShouldContain("DropLast");
    }

    [Fact]
    public void Progress_tells_where_training_is_and_ends_at_the_end()
    {
        Sequential<T> model = SmallTraining.Model<T>();
        var seen = new List<TrainingProgress>();
        new Trainer<T>(model, SmallTraining.Optimizer(model), SmallTraining.Data<T>(), SmallTraining.Plan).Train(new Collector(seen.Add));

        seen.Where(progress => progress.Step % 5 == 0).Select(progress => progress.Epoch).ShouldBe([1, 2, 3]);
        TrainingProgress last = seen[^1];
        (last.Epochs, last.Step, last.Steps, last.LearningRate).ShouldBe((3, 15L, 15L, 0.01));
        last.Loss.ShouldBeInRange(0.1, 5);
        last.Accuracy.ShouldBeInRange(0, 1);
    }

    [Fact]
    public void Cancelling_stops_before_the_next_batch_and_training_goes_on_from_there()
    {
        Trainer<T> whole = NewTrainer(_ => { });
        whole.Train();

        using var cancellation = new CancellationTokenSource();
        Trainer<T> cut = NewTrainer(step => CancelAt(cancellation, step == 8));
        Should.Throw<OperationCanceledException>(() => cut.Train(cancellationToken: cancellation.Token));
        cut.Step.ShouldBe(8);
        cut.Train();

        cut.Bits().ShouldBeSameBits(whole.Bits());
        cut.History.WithoutTime().ShouldBe(whole.History.WithoutTime());
    }

    [Fact]
    public void A_steady_step_allocates_no_large_array()
    {
        const int Width = 400, Steps = 40;
        Sequential<T> model = Nn<T>.Sequential(Nn<T>.Dense(Width, Width), Nn<T>.Relu(), Nn<T>.Dense(Width, 3));
        var data = new DataSet<T>(Tensor<T>.Ones([64, Width]), IndexTensor.Wrap(new int[64], [64]), classCount: 3);
        var marks = new List<long>();
        var trainer = new Trainer<T>(model, SmallTraining.Optimizer<T>(model), data, new TrainingPlan { Steps = Steps, BatchSize = 1 })
        {
            Loss = SmallTraining.LossWith<T>(_ => marks.Add(GC.GetAllocatedBytesForCurrentThread())),
        };

        trainer.Train();

        // One weight matrix alone has 640,000 bytes or more.
        (marks[Steps - 1] - marks[Steps - 11]).ShouldBeLessThan(10 * 32_000);
    }

    private static void CancelAt(CancellationTokenSource cancellation, bool now)
    {
        if (now)
            cancellation.Cancel();
    }

    private static Trainer<T> NewTrainer(Layer<T> model, int batchSize) =>
        new(model, SmallTraining.Optimizer(model), SmallTraining.Data<T>(), new TrainingPlan { BatchSize = batchSize });

    private static Trainer<T> NewTrainer(Action<int> atStep)
    {
        Sequential<T> model = SmallTraining.Model<T>();
        return new Trainer<T>(model, SmallTraining.Optimizer(model), SmallTraining.Data<T>(), SmallTraining.Plan)
        {
            Validation = SmallTraining.Data<T>(samples: 30),
            Loss = SmallTraining.LossWith<T>(atStep),
        };
    }

    private sealed class Collector(Action<TrainingProgress> collect) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => collect(value);
    }
}

public sealed class TrainerTestsInSingle : TrainerTests<float>;

public sealed class TrainerTestsInDouble : TrainerTests<double>;
