using System.Numerics;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using NormNet.Training;

namespace NormNet.Tests.Training;

/// <summary>A training that was cut and resumed in a new process's state ends with the bits of the one that was not.</summary>
[Collection(nameof(Workers))]
public abstract class ResumeTests<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TemporaryFolder _folder = new();
    private readonly int _workers = Workers.Count;

    private string Path => _folder["checkpoint.safetensors"];

    public void Dispose()
    {
        _folder.Dispose();
        Workers.Count = _workers;
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(5, 1)]
    [InlineData(9, 2)]
    [InlineData(14, 1)]
    public void Cancelled_after_any_step(int cut, int workers)
    {
        Trainer<T> whole = NewTrainer(modelSeed: 1);
        whole.Train();

        Workers.Count = workers;
        using var cancellation = new CancellationTokenSource();
        Trainer<T> first = NewTrainer(modelSeed: 1, atStep: step =>
        {
            if (step == cut)
                cancellation.Cancel();
        });
        Should.Throw<OperationCanceledException>(() => first.Train(cancellationToken: cancellation.Token));

        Trainer<T> second = NewTrainer(modelSeed: 77);
        second.Resume(Path);
        second.Step.ShouldBe(cut);
        second.Train();

        second.Bits().ShouldBeSameBits(whole.Bits());
        second.History.WithoutTime().ShouldBe(whole.History.WithoutTime());
    }

    [Fact]
    public void Killed_between_checkpoints()
    {
        Trainer<T> whole = NewTrainer(modelSeed: 1);
        whole.Train();

        // An error no code catches leaves the file as a kill would: as the last checkpoint made it.
        Trainer<T> killed = NewTrainer(modelSeed: 1, atStep: step => _ = step < 9 ? step : throw new TimeZoneNotFoundException());
        Should.Throw<TimeZoneNotFoundException>(() => killed.Train());

        Trainer<T> resumed = NewTrainer(modelSeed: 77);
        resumed.Resume(Path);
        resumed.Step.ShouldBe(7);
        resumed.Train();
        resumed.Bits().ShouldBeSameBits(whole.Bits());
    }

    [Fact]
    public void Ended_and_prolonged()
    {
        TrainingPlan longer = SmallTraining.Plan with { Steps = 13 };
        Trainer<T> whole = NewTrainer(modelSeed: 1, plan: longer, validate: false);
        whole.Train();

        NewTrainer(modelSeed: 1, plan: SmallTraining.Plan with { Steps = 8 }, validate: false).Train();
        Trainer<T> prolonged = NewTrainer(modelSeed: 77, plan: longer, validate: false);
        prolonged.Resume(Path);
        prolonged.Train();

        prolonged.Bits().ShouldBeSameBits(whole.Bits());
        prolonged.History.WithoutTime().ShouldBe(whole.History.WithoutTime());
    }

    [Fact]
    public void The_model_can_be_taken_out_of_a_checkpoint()
    {
        Sequential<T> model = SmallTraining.Model<T>();
        new Trainer<T>(model, SmallTraining.Optimizer(model), SmallTraining.Data<T>(), SmallTraining.Plan).Save(Path);

        Sequential<T> other = SmallTraining.Model<T>(seed: 9);
        other.LoadStateDict(SafetensorsFile.Read(Path).Under("model."));
        other[1].Parameters()[0].Value.AsSpan().ToArray().ShouldBe(model[1].Parameters()[0].Value.AsSpan().ToArray());
    }

    private Trainer<T> NewTrainer(int modelSeed, Action<int>? atStep = null, TrainingPlan? plan = null, bool validate = true)
    {
        Sequential<T> model = SmallTraining.Model<T>(modelSeed);
        return new Trainer<T>(model, SmallTraining.Optimizer(model), SmallTraining.Data<T>(), plan ?? SmallTraining.Plan)
        {
            Schedule = Schedule.OneCycle(15),
            // The tests' layer notes what it meets in evaluation too, so one validation more would show.
            Validation = validate ? SmallTraining.Data<T>(samples: 30) : null,
            Loss = SmallTraining.LossWith<T>(atStep ?? (_ => { })),
            CheckpointPath = Path,
            CheckpointEvery = 7,
        };
    }
}

public sealed class ResumeTestsInSingle : ResumeTests<float>;

public sealed class ResumeTestsInDouble : ResumeTests<double>;
