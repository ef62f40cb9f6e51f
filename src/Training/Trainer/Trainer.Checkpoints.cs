using NormNet.Autograd;
using NormNet.Layers;

namespace NormNet.Training;

/// <content>Checkpoints: all that the next step depends on, in one safetensors file.</content>
public sealed partial class Trainer<T>
{
    private const string ModelPrefix = "model.";
    private const string RandomPrefix = "random.";
    private const string OptimizerPrefix = "optimizer.";
    private const string AveragePrefix = "average.";
    private const string BestPrefix = "best.";
    private const string OptimizerKind = "optimizer";

    // The state as it was last known to be good.
    private StateDictionary? _kept;

    /// <summary>Writes a checkpoint, whole or not at all.</summary>
    /// <remarks>The model's state is in it under names that begin with <c>model.</c></remarks>
    /// <exception cref="IOException">The folder does not exist or the disk is full; an older file of that name stays as it was.</exception>
    public void Save(string path) => SafetensorsFile.Write(path, Checkpoint());

    /// <summary>Takes over a checkpoint of a training with the same plan, or leaves everything as it was.</summary>
    /// <remarks>Epochs or steps may be added to the plan; a rate, a decay or a schedule is taken as it is here.</remarks>
    /// <exception cref="InvalidDataException">
    /// The file is not valid, or is of another training; the message names file and field.
    /// </exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public void Resume(string path)
    {
        StateDictionary state = SafetensorsFile.Read(path);
        try
        {
            TakeOver(state);
        }
        catch (ArgumentException misfit)
        {
            throw new InvalidDataException($"{path}: not a checkpoint of this training. {misfit.Message}", misfit);
        }
    }

    internal StateDictionary Checkpoint()
    {
        if (_bestIsRestored)
            return _kept!;

        var state = new StateDictionary();
        state.Metadata[OptimizerKind] = OptimizerName;
        Here.AddTo(state);
        state.AddAll(ModelPrefix, _model.StateDict());
        state.AddAll(RandomPrefix, _model.RandomState());
        state.AddAll(OptimizerPrefix, _optimizer.StateDict());
        if (Average is not null)
            state.AddAll(AveragePrefix, Average.StateDict());
        if (_best is not null)
            state.AddAll(BestPrefix, _best);
        return state;
    }

    private string OptimizerName => _optimizer.GetType().Name.Split('`')[0];

    private Position Here => new(
        Step, TrainingTime.TotalSeconds, _sums, [.. History], Plan.Seed, Plan.BatchSize, Plan.DropLast ? 1 : 0, _data.Count);

    /// <summary>Remembers the state as good, and writes it where there is a path.</summary>
    /// <exception cref="NonFiniteException">It is not good: an update overflowed though its gradient did not.</exception>
    private void Keep(TrainingStep<T> step)
    {
        if (!step.WeightsAreFinite)
            throw new NonFiniteException($"Step {Step} of {TotalSteps}, epoch {Epoch}: there are weights that are not finite.");

        _kept = Checkpoint();
        if (CheckpointPath is not null)
            SafetensorsFile.Write(CheckpointPath, _kept);
    }

    private void TakeOver(StateDictionary state)
    {
        Position position = Position.Read(state);
        position.CheckBelongsTo(Here);
        if (!state.Metadata.TryGetValue(OptimizerKind, out string? optimizer) || optimizer != OptimizerName)
            throw new ArgumentException($"Its optimizer is {optimizer ?? "not named"}, this training's is {OptimizerName}.", nameof(state));

        StateDictionary? best = BestIn(state, position);
        StateDictionary model = _model.StateDict(), randomness = _model.RandomState();
        StateDictionary? average = Average?.StateDict();
        StateDictionary saved = state.Under(ModelPrefix);

        // A model's file may lack what PyTorch's old ones lack; a checkpoint was written whole, and going on needs all of it.
        if (model.Keys.Except(saved.Keys).FirstOrDefault() is { } missing)
            throw new ArgumentException($"Its field {ModelPrefix}{missing} is missing.", nameof(state));
        try
        {
            // To see that it fits.
            if (best is not null)
                _model.LoadStateDict(best);
            _model.LoadStateDict(saved);
            _model.LoadRandomState(state.Under(RandomPrefix));
            if (!TrainingStep<T>.AreFinite(_model.Parameters()))
                throw new ArgumentException("Its weights are not all finite.", nameof(state));
            Average?.LoadStateDict(state.Under(AveragePrefix));
            _optimizer.LoadStateDict(state.Under(OptimizerPrefix));
        }
        catch
        {
            _model.LoadStateDict(model);
            _model.LoadRandomState(randomness);
            if (average is not null)
                Average!.LoadStateDict(average);
            throw;
        }

        (Step, _sums, _trainingTime) = (position.Step, position.Sums, TimeSpan.FromSeconds(position.Seconds));
        (_best, _bestIsRestored) = (best, false);
        History.Replace(position.History);
        NoteMeasurements();
    }

    /// <summary>The weights of the best epoch so far, where they are wanted and there was one.</summary>
    private StateDictionary? BestIn(StateDictionary state, Position position)
    {
        if (Best == BestWeights.Forgotten || BestOf([.. Measured(position.History).Select(Measure)]) is null)
            return null;
        StateDictionary found = state.Under(BestPrefix);
        return found.Count > 0
            ? found
            : throw new ArgumentException($"It kept no best weights: there is no \"{BestPrefix}…\" in it.", nameof(state));
    }
}
