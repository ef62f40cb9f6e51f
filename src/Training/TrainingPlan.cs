namespace NormNet.Training;

/// <summary>How long to train, on what batches, in what order.</summary>
/// <remarks>Together with the model's seed it fixes every bit of a training: the order of epoch e is that of the seed's stream e.</remarks>
public sealed record TrainingPlan
{
    private int _epochs = 1;
    private long? _steps;
    private int _batchSize = 64;
    private int _microBatches = 1;

    /// <summary>Passes over the training samples, unless <see cref="Steps"/> is given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to less than 1.</exception>
    public int Epochs
    {
        get => _epochs;
        init => _epochs = value >= 1 ? value : throw AtLeastOne(nameof(Epochs), value);
    }

    /// <summary>Optimizer steps instead of epochs; null to go by epochs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to less than 1.</exception>
    public long? Steps
    {
        get => _steps;
        init => _steps = value is null or >= 1 ? value : throw AtLeastOne(nameof(Steps), value);
    }

    /// <summary>Samples in a step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to less than 1.</exception>
    public int BatchSize
    {
        get => _batchSize;
        init => _batchSize = value >= 1 ? value : throw AtLeastOne(nameof(BatchSize), value);
    }

    /// <summary>Into how many parts a step's batch is cut: their gradients are computed one after the other and added up.</summary>
    /// <remarks>
    /// <para>
    /// The memory of a step is then that of a part, <see cref="BatchSize"/> / <see cref="MicroBatches"/> samples, while steps, schedules
    /// and epochs stay those of the whole batch. Each part's loss counts by its share of the samples, so for a mean loss and layers that
    /// treat each sample on its own (LayerNorm, GroupNorm, InstanceNorm, RmsNorm) the gradient is that of the whole batch, up to rounding.
    /// </para>
    /// <para>
    /// Not so with batch normalization: it takes its statistics from what it sees, a part, so the outputs and gradients are those of the
    /// small batch size, and the running statistics are updated once a part. A whole batch has no equal there; take group normalization,
    /// or a small momentum.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">Set to less than 1.</exception>
    public int MicroBatches
    {
        get => _microBatches;
        init => _microBatches = value >= 1 ? value : throw AtLeastOne(nameof(MicroBatches), value);
    }

    /// <summary>Leaves out the samples at the end of an epoch that do not fill a batch; they are others in every epoch.</summary>
    /// <remarks>On by default: a last batch of a few samples, or of one, gives batch normalization no statistics worth the name.</remarks>
    public bool DropLast { get; init; } = true;

    /// <summary>Where the order of the samples starts.</summary>
    public int Seed { get; init; }

    /// <summary>The number of batches that so many samples make.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no sample.</exception>
    /// <exception cref="ArgumentException">
    /// The samples do not fill one batch, and what is not full is left out; or a batch cannot be cut into equal parts.
    /// </exception>
    public long StepsPerEpoch(int samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        if (BatchSize % MicroBatches != 0)
        {
            throw new ArgumentException(
                $"TrainingPlan: a {nameof(BatchSize)} of {BatchSize} cannot be cut into {MicroBatches} equal {nameof(MicroBatches)}.");
        }

        long steps = DropLast ? samples / BatchSize : ((long)samples + BatchSize - 1) / BatchSize;
        return steps > 0
            ? steps
            : throw new ArgumentException(
                $"TrainingPlan: {samples} samples do not fill a batch of {BatchSize}; take a {nameof(BatchSize)} of at most {samples}, "
                + $"or set {nameof(DropLast)} to false.",
                nameof(samples));
    }

    /// <summary>The number of optimizer steps of a whole training on so many samples: what a schedule needs to know.</summary>
    /// <inheritdoc cref="StepsPerEpoch" path="/exception"/>
    public long TotalSteps(int samples)
    {
        long perEpoch = StepsPerEpoch(samples);
        return Steps ?? Epochs * perEpoch;
    }

    private static ArgumentOutOfRangeException AtLeastOne(string name, object? value) =>
        new(name, value, $"TrainingPlan: {name} is at least 1.");
}
