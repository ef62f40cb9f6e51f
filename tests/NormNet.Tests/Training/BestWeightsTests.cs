using System.Numerics;
using NormNet.Layers;
using NormNet.Tensors;
using NormNet.Training;

namespace NormNet.Tests.Training;

/// <summary>A training that stops early and keeps its best weights, measured by a made-up sequence of figures.</summary>
[Collection(nameof(Workers))]
public abstract class BestWeightsTests<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Epoch 2 of 5 steps is the best; patience 1 ends training after epoch 4 of the planned 6.
    private static readonly double[] Measurements = [3, 1, 2, 1, 0.5, 0.25];

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder["checkpoint.safetensors"];

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Training_stops_when_patience_ends_and_the_model_has_the_best_weights()
    {
        Sequential<T> reference = SmallTraining.Model<T>();
        NewTrainer(reference, SmallTraining.Plan with { Steps = 10 }, BestWeights.Forgotten).Train();

        Sequential<T> model = SmallTraining.Model<T>();
        Trainer<T> trainer = NewTrainer(model);
        trainer.Train().Count.ShouldBe(4);

        trainer.IsOver.ShouldBeTrue();
        trainer.BestEpoch!.Epoch.ShouldBe(2);
        model.StateDict().ShouldBeSameBits(reference.StateDict());
        trainer.BestState!.ShouldBeSameBits(reference.StateDict());
        trainer.Train().Count.ShouldBe(4);
        model.StateDict().ShouldBeSameBits(reference.StateDict());
    }

    [Fact]
    public void Kept_weights_are_beside_the_last_ones()
    {
        Sequential<T> last = SmallTraining.Model<T>(), model = SmallTraining.Model<T>();
        NewTrainer(last, best: BestWeights.Forgotten).Train();
        Trainer<T> trainer = NewTrainer(model, best: BestWeights.Kept);
        trainer.Train();

        model.StateDict().ShouldBeSameBits(last.StateDict());
        trainer.BestState.ShouldNotBeNull();
        NewTrainer(SmallTraining.Model<T>(), best: BestWeights.Forgotten).BestState.ShouldBeNull();
    }

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(12)]
    [InlineData(19)]
    public void Resumed_it_ends_with_the_bits_of_the_uninterrupted_one(int cut)
    {
        Sequential<T> wholeModel = SmallTraining.Model<T>(), model = SmallTraining.Model<T>(seed: 77);
        Trainer<T> whole = NewTrainer(wholeModel);
        whole.Train();

        using var cancellation = new CancellationTokenSource();
        Trainer<T> first = NewTrainer(SmallTraining.Model<T>(), atStep: step =>
        {
            if (step == cut)
                cancellation.Cancel();
        });
        Should.Throw<OperationCanceledException>(() => first.Train(cancellationToken: cancellation.Token));

        Trainer<T> second = NewTrainer(model);
        second.Resume(Path);
        second.Train();
        second.Bits().ShouldBeSameBits(whole.Bits());
        second.History.WithoutTime().ShouldBe(whole.History.WithoutTime());
        model.StateDict().ShouldBeSameBits(wholeModel.StateDict());
    }

    [Fact]
    public void A_training_that_is_over_and_read_again_has_the_best_weights_and_prolonged_goes_on_from_the_last()
    {
        Sequential<T> model = SmallTraining.Model<T>(seed: 9), prolongedModel = SmallTraining.Model<T>(seed: 8);
        Sequential<T> wholeModel = SmallTraining.Model<T>();
        Trainer<T> ended = NewTrainer(SmallTraining.Model<T>());
        ended.Train();
        ended.Save(Path);

        Trainer<T> again = NewTrainer(model);
        again.Resume(Path);
        again.Train().Count.ShouldBe(4);
        model.StateDict().ShouldBeSameBits(again.BestState!);

        Trainer<T> prolonged = NewTrainer(prolongedModel, patience: 10), whole = NewTrainer(wholeModel, patience: 10);
        prolonged.Resume(Path);
        prolonged.Train();
        whole.Train().Count.ShouldBe(6);
        prolonged.Bits().ShouldBeSameBits(whole.Bits());
        whole.BestEpoch!.Epoch.ShouldBe(6);
    }

    [Fact]
    public void A_checkpoint_without_best_weights_or_with_some_that_do_not_fit_is_refused_and_changes_nothing()
    {
        NewTrainer(SmallTraining.Model<T>(), best: BestWeights.Forgotten).Train();
        Trainer<T> trainer = NewTrainer(SmallTraining.Model<T>(seed: 5));
        Dictionary<string, byte[]> before = trainer.Bits();
        Should.Throw<InvalidDataException>(() => trainer.Resume(Path)).Message.ShouldContain("best");
        trainer.Bits().ShouldBeSameBits(before);

        NewTrainer(SmallTraining.Model<T>()).Train();
        StateDictionary state = SafetensorsFile.Read(Path), changed = new();
        foreach ((string key, string value) in state.Metadata)
            changed.Metadata.Add(key, value);
        foreach ((string name, StateTensor tensor) in state)
            changed.Add(name, name == "best.1.weight" ? StateTensor.From(Tensor<T>.Zeros([7])) : tensor);
        SafetensorsFile.Write(Path, changed);
        Should.Throw<InvalidDataException>(() => trainer.Resume(Path)).Message.ShouldContain("1.weight");
        trainer.Bits().ShouldBeSameBits(before);
    }

    private Trainer<T> NewTrainer(
        Sequential<T> model,
        TrainingPlan? plan = null,
        BestWeights best = BestWeights.Restored,
        int patience = 1,
        Action<int>? atStep = null) =>
        new(model, SmallTraining.Optimizer(model), SmallTraining.Data<T>(), plan ?? SmallTraining.Plan with { Epochs = 6 })
        {
            Measure = record => Measurements[record.Epoch - 1],
            Stopping = new EarlyStopping { Patience = patience },
            Best = best,
            Loss = SmallTraining.LossWith<T>(atStep ?? (_ => { })),
            CheckpointPath = Path,
        };
}

public sealed class BestWeightsTestsInSingle : BestWeightsTests<float>;

public sealed class BestWeightsTestsInDouble : BestWeightsTests<double>;
