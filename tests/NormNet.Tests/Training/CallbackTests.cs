using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Training;

namespace NormNet.Tests.Training;

public sealed class CallbackTests
{
    [Fact]
    public void They_are_told_of_everything_in_order()
    {
        var calls = new List<string>();
        Trainer<float> trainer = NewTrainer(new Writing("a", calls), new Writing("b", calls));
        trainer.Train();

        calls.Take(4).ShouldBe(["a starts", "b starts", "a step 1", "b step 1"]);
        calls.Count.ShouldBe(2 * (1 + 10 + 2 + 1));
        calls[(2 * 6)..(2 * 7)].ShouldBe(["a epoch 1", "b epoch 1"]);
        calls[^2..].ShouldBe(["a ends", "b ends"]);
    }

    [Fact]
    public void A_step_has_the_figures_that_the_history_averages()
    {
        var steps = new List<StepRecord>();
        Trainer<float> trainer = NewTrainer(new Acting((_, step) => steps.Add(step)));
        History history = trainer.Train();

        steps.Select(step => step.Step).ShouldBe(Enumerable.Range(1, 10).Select(step => (long)step));
        steps.Take(5).Average(step => step.Loss).ShouldBe(history[0].TrainLoss, 1e-12);
        steps.Take(5).Average(step => step.Accuracy!.Value).ShouldBe(history[0].TrainAccuracy!.Value, 1e-12);
        steps.ShouldAllBe(step => step.Samples == 8 && step.LearningRate == 0.01);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Stop_ends_after_the_step_and_training_goes_on_from_there(int at)
    {
        Trainer<float> whole = NewTrainer();
        whole.Train();
        Trainer<float> stopped = NewTrainer(new Acting((trainer, step) =>
        {
            if (step.Step == at)
                trainer.Stop();
        }));

        stopped.Train().Count.ShouldBe(at / 5);
        stopped.Step.ShouldBe(at);
        stopped.IsOver.ShouldBeFalse();
        stopped.Train();
        stopped.Bits().ShouldBeSameBits(whole.Bits());
    }

    [Fact]
    public void An_epoch_is_in_the_history_and_in_the_checkpoint_when_it_is_told()
    {
        using var folder = new TemporaryFolder();
        string path = folder["checkpoint.safetensors"];
        var seen = new List<long>();
        Sequential<float> model = SmallTraining.Model<float>();
        new Trainer<float>(model, SmallTraining.Optimizer(model), SmallTraining.Data<float>(), SmallTraining.Plan)
        {
            CheckpointPath = path,
            Callbacks = [new Acting(epoch: (trainer, record) =>
            {
                trainer.History[^1].ShouldBe(record);
                seen.Add(SafetensorsFile.Read(path)["training.step"].ToIntegers()[0]);
            })],
        }.Train();
        seen.ShouldBe([5, 10, 15]);
    }

    [Fact]
    public void An_exception_of_a_callback_ends_training_and_is_passed_on()
    {
        Trainer<float> trainer = NewTrainer(new Acting((_, step) => Fail(step.Step >= 2)));
        Should.Throw<TimeZoneNotFoundException>(() => trainer.Train());
        trainer.Step.ShouldBe(2);
    }

    [Fact]
    public void Metrics_are_in_the_history_its_file_and_the_checkpoint()
    {
        Trainer<float> trainer = NewMeasured();
        History history = trainer.Train();

        history[1].Metrics.Keys.ShouldBe(["macro_f1", "top_2_accuracy"]);
        history[1].Metrics["top_2_accuracy"].ShouldBeInRange(history[1].ValidationAccuracy!.Value, 1);
        string[] lines = history.ToCsv().Split('\n');
        lines[0].ShouldEndWith("seconds,macro_f1,top_2_accuracy");
        lines[1].Split(',').Length.ShouldBe(10);

        Trainer<float> resumed = NewMeasured();
        using var folder = new TemporaryFolder();
        trainer.Save(folder["checkpoint"]);
        resumed.Resume(folder["checkpoint"]);
        resumed.History.ShouldBe(history);
    }

    [Fact]
    public void Metrics_without_anything_to_measure_on_or_under_a_taken_name_are_refused()
    {
        Sequential<float> model = SmallTraining.Model<float>();
        var trainer = new Trainer<float>(model, SmallTraining.Optimizer(model), SmallTraining.Data<float>(), SmallTraining.Plan)
        {
            Metrics = [Metric<float>.MacroF1()],
        };
        Should.Throw<InvalidOperationException>(() => trainer.Train()).Message.ShouldContain("Validation");
        trainer.Step.ShouldBe(0);

        foreach (string name in new[] { "train_loss", "a,b", " " })
        {
            Should.Throw<ArgumentException>(() => new Trainer<float>(
                model, SmallTraining.Optimizer(model), SmallTraining.Data<float>(), SmallTraining.Plan)
            {
                Metrics = [Metric<float>.OfClasses(name, report => report.Micro.F1)],
            }).Message.ShouldContain(name);
        }
    }

    private static void Fail(bool now)
    {
        if (now)
            throw new TimeZoneNotFoundException();
    }

    private static Trainer<float> NewMeasured()
    {
        Sequential<float> model = SmallTraining.Model<float>();
        return new Trainer<float>(model, SmallTraining.Optimizer(model), SmallTraining.Data<float>(), SmallTraining.Plan)
        {
            Validation = SmallTraining.Data<float>(samples: 30),
            Metrics = [Metric<float>.TopAccuracy(2), Metric<float>.MacroF1()],
        };
    }

    private static Trainer<float> NewTrainer(params TrainingCallback<float>[] callbacks)
    {
        Sequential<float> model = SmallTraining.Model<float>();
        TrainingPlan plan = SmallTraining.Plan with { Epochs = 2 };
        return new Trainer<float>(model, SmallTraining.Optimizer(model), SmallTraining.Data<float>(), plan)
        {
            Schedule = Schedule.Constant,
            Callbacks = callbacks,
        };
    }

    private sealed class Writing(string name, List<string> calls) : TrainingCallback<float>
    {
        public override void TrainingStarts(Trainer<float> trainer) => calls.Add($"{name} starts");

        public override void StepEnded(Trainer<float> trainer, StepRecord step) => calls.Add($"{name} step {step.Step}");

        public override void EpochEnded(Trainer<float> trainer, EpochRecord record) => calls.Add($"{name} epoch {record.Epoch}");

        public override void TrainingEnded(Trainer<float> trainer) => calls.Add($"{name} ends");
    }

    private sealed class Acting(Action<Trainer<float>, StepRecord>? step = null, Action<Trainer<float>, EpochRecord>? epoch = null)
        : TrainingCallback<float>
    {
        public override void StepEnded(Trainer<float> trainer, StepRecord record) => step?.Invoke(trainer, record);

        public override void EpochEnded(Trainer<float> trainer, EpochRecord record) => epoch?.Invoke(trainer, record);
    }
}
