using System.Numerics;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using NormNet.Training;

namespace NormNet.Tests.Training;

/// <summary>A training with a schedule that looks at measurements, clipping and an average of the weights, cut and resumed.</summary>
[Collection(nameof(Workers))]
public abstract class ResumeChoicesTests<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder["checkpoint.safetensors"];

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(18)]
    public void It_ends_with_the_bits_of_the_uninterrupted_one(int cut)
    {
        Trainer<T> whole = NewTrainer(modelSeed: 1);
        whole.Train();
        whole.History.Select(record => record.LearningRate).Distinct().Count().ShouldBeGreaterThan(1);

        using var cancellation = new CancellationTokenSource();
        Trainer<T> first = NewTrainer(modelSeed: 1, atStep: step =>
        {
            if (step == cut)
                cancellation.Cancel();
        });
        Should.Throw<OperationCanceledException>(() => first.Train(cancellationToken: cancellation.Token));

        Trainer<T> second = NewTrainer(modelSeed: 77);
        second.Resume(Path);
        second.Train();
        second.Bits().ShouldBeSameBits(whole.Bits());
        second.Average!.Updates.ShouldBe(20);
        second.History.WithoutTime().ShouldBe(whole.History.WithoutTime());
    }

    [Fact]
    public void An_epoch_that_an_earlier_end_cut_short_is_no_measurement()
    {
        Trainer<T> whole = NewTrainer(modelSeed: 1);
        whole.Train();

        NewTrainer(modelSeed: 1, plan: SmallTraining.Plan with { Steps = 8 }).Train();
        Trainer<T> prolonged = NewTrainer(modelSeed: 77);
        prolonged.Resume(Path);
        prolonged.Train();
        prolonged.Bits().ShouldBeSameBits(whole.Bits());
    }

    [Fact]
    public void A_checkpoint_without_the_average_is_refused_and_changes_nothing()
    {
        Sequential<T> model = SmallTraining.Model<T>();
        new Trainer<T>(model, SmallTraining.Optimizer(model), SmallTraining.Data<T>(), SmallTraining.Plan).Save(Path);
        Trainer<T> trainer = NewTrainer(modelSeed: 3);
        Dictionary<string, byte[]> before = trainer.Bits();

        Should.Throw<InvalidDataException>(() => trainer.Resume(Path)).Message.ShouldContain("updates");

        trainer.Bits().ShouldBeSameBits(before);
    }

    private Trainer<T> NewTrainer(int modelSeed, Action<int>? atStep = null, TrainingPlan? plan = null)
    {
        Sequential<T> model = SmallTraining.Model<T>(modelSeed);
        plan ??= SmallTraining.Plan with { Epochs = 4 };
        return new Trainer<T>(model, SmallTraining.Optimizer(model), SmallTraining.Data<T>(), plan)
        {
            // No loss halves from one epoch to the next here, so the rate drops.
            Schedule = Schedule.OnPlateau(gamma: 0.5, patience: 0, threshold: 0.5),
            Loss = SmallTraining.LossWith<T>(atStep ?? (_ => { })),
            MaxGradientNorm = 0.3,
            Average = new WeightAverage<T>(model, decay: 0.9, AveragedBuffers.Averaged),
            CheckpointPath = Path,
        };
    }
}

public sealed class ResumeChoicesTestsInSingle : ResumeChoicesTests<float>;

public sealed class ResumeChoicesTestsInDouble : ResumeChoicesTests<double>;
