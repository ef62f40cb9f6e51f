using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using NormNet.Training;

namespace NormNet.Tests.Training;

/// <summary>Checkpoint files that are not what they should be: an error that names file and field, and nothing is taken over.</summary>
public sealed class CheckpointFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder["checkpoint.safetensors"];

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Fields =>
    [
        "training.step", "training.seconds", "training.sums", "training.history", "training.seed", "training.batch_size",
        "training.drop_last", "training.samples", "model.1.weight", "model.2.running_var", "model.2.num_batches_tracked", "random.4.masks",
        "optimizer.1.weight.exp_avg", "optimizer.5.bias.step",
    ];

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_field_that_is_missing(string field) => Refused(Valid(), field, state => Without(state, field));

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_field_of_another_shape(string field) => Refused(
        Valid(), field, state => With(state, field, StateTensor.From(Tensor<float>.Zeros([2, 3, 4]))));

    [Theory]
    [InlineData("training.step", -1)]
    [InlineData("training.step", long.MaxValue)]
    [InlineData("training.seed", 6)]
    [InlineData("training.batch_size", 9)]
    [InlineData("training.drop_last", 0)]
    [InlineData("training.samples", 47)]
    [InlineData("optimizer.1.weight.step", -5)]
    public void An_integer_that_does_not_belong_to_this_training(string field, long value) => Refused(
        Valid(), field, state => With(state, field, StateTensor.FromIntegers([value], Shape.Scalar)));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    [InlineData(1e300)]
    public void A_time_that_is_none(double seconds) => Refused(
        Valid(), "training.seconds", state => With(state, "training.seconds", StateTensor.From(Tensor<double>.Scalar(seconds))));

    [Theory]
    [InlineData(0.5, 2)]
    [InlineData(2, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(-1, 1)]
    [InlineData(1e10, 1e11)]
    public void A_history_whose_epochs_do_not_count(double first, double second)
    {
        var rows = Tensor<double>.From([[first, 5, 0, 0, 0, 0, 0, 0], [second, 9, 0, 0, 0, 0, 0, 0]]);
        Refused(Valid(), "history", state => With(state, "training.history", StateTensor.From(rows)));
    }

    [Fact]
    public void Weights_that_are_not_numbers() => Refused(
        Valid(), "finite", state => With(state, "model.5.bias", StateTensor.From(Tensor<float>.From([1, double.NaN, 2]))));

    [Fact]
    public void Another_optimizers() => Refused(NewTrainer(model => new AdamW<float>(model.Parameters())), "AdamW", state => state);

    [Fact]
    public void A_state_file_that_is_no_checkpoint() => Refused(Valid(), "training.step", state => state.Under("model."));

    [Fact]
    public void A_file_cut_anywhere()
    {
        Trainer<float> trainer = Valid();
        trainer.Save(Path);
        byte[] whole = File.ReadAllBytes(Path);
        Dictionary<string, byte[]> before = trainer.Bits();
        for (int length = 0; length < whole.Length; length += 1 + (whole.Length / 50))
        {
            File.WriteAllBytes(Path, whole[..length]);
            Should.Throw<InvalidDataException>(() => trainer.Resume(Path)).Message.ShouldContain(Path);
        }

        trainer.Bits().ShouldBeSameBits(before);
    }

    [Fact]
    public void A_file_that_is_not_there() => Should.Throw<IOException>(() => Valid().Resume(Path)).Message.ShouldContain(Path);

    [Fact]
    public void A_path_that_cannot_be_written_is_met_before_the_first_step()
    {
        Sequential<float> model = SmallTraining.Model<float>();
        var trainer = new Trainer<float>(model, SmallTraining.Optimizer(model), SmallTraining.Data<float>(), SmallTraining.Plan)
        {
            CheckpointPath = System.IO.Path.Combine(_folder["absent"], "checkpoint"),
        };
        Should.Throw<IOException>(() => trainer.Train());
        trainer.Step.ShouldBe(0);
    }

    [Fact]
    public void Saving_leaves_nothing_but_the_file()
    {
        Valid().Save(Path);
        _folder.FileNames.ShouldBe(["checkpoint.safetensors"]);
    }

    /// <summary>A training of two epochs meets a changed file of its own kind.</summary>
    private void Refused(Trainer<float> writer, string named, Func<StateDictionary, StateDictionary> change)
    {
        writer.Train();
        StateDictionary state = writer.Checkpoint(), changed = change(state);
        foreach ((string key, string value) in state.Metadata.ToArray())
            changed.Metadata[key] = value;
        SafetensorsFile.Write(Path, changed);

        Trainer<float> reader = Valid();
        Dictionary<string, byte[]> before = reader.Bits();
        string message = Should.Throw<InvalidDataException>(() => reader.Resume(Path)).Message;
        message.ShouldContain(Path);
        message.ShouldContain(named.Replace("model.", "", StringComparison.Ordinal).Replace("random.", "", StringComparison.Ordinal)
            .Replace("optimizer.", "", StringComparison.Ordinal));
        reader.Bits().ShouldBeSameBits(before);
        reader.Step.ShouldBe(0);
        reader.History.Count.ShouldBe(0);
    }

    private static Trainer<float> Valid() => NewTrainer(SmallTraining.Optimizer);

    private static Trainer<float> NewTrainer(Func<Sequential<float>, Optimizer<float>> optimizer)
    {
        Sequential<float> model = SmallTraining.Model<float>();
        return new Trainer<float>(model, optimizer(model), SmallTraining.Data<float>(), SmallTraining.Plan with { Epochs = 2 });
    }

    private static StateDictionary Without(StateDictionary state, string name) => Rebuilt(state, name, null);

    private static StateDictionary With(StateDictionary state, string name, StateTensor tensor) => Rebuilt(state, name, tensor);

    private static StateDictionary Rebuilt(StateDictionary state, string name, StateTensor? tensor)
    {
        state.ContainsKey(name).ShouldBeTrue($"{name} is a field of a checkpoint: {state}");
        var rebuilt = new StateDictionary();
        foreach ((string key, StateTensor value) in state)
        {
            if (key != name)
                rebuilt.Add(key, value);
            else if (tensor is not null)
                rebuilt.Add(key, tensor);
        }

        return rebuilt;
    }
}
