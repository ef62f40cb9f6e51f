using System.Numerics;
using NormNet.Autograd;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Optimizers;

namespace NormNet.Training;

/// <summary>Trains a model: batches in a seeded order, steps, validation after each epoch, history, checkpoints.</summary>
/// <remarks>
/// <para>
/// The same seeds give the same bits, run after run and on any number of threads, and a training resumed from a checkpoint ends with the
/// bits of the uninterrupted one, wherever in an epoch it was cut.
/// </para>
/// <para>
/// With a <see cref="CheckpointPath"/>, everything needed to go on is in one file, which is replaced as a whole: at the start, after every
/// epoch, every <see cref="CheckpointEvery"/> steps, and when training is cancelled.
/// </para>
/// </remarks>
public sealed partial class Trainer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Layer<T> _model;
    private readonly Optimizer<T> _optimizer;
    private readonly DataSet<T> _data;
    private readonly bool _hasLabels;
    private RunningSums _sums;
    private TimeSpan _trainingTime;
    private long? _trainingSince;
    private long? _checkpointEvery;
    private double? _maxGradientNorm;
    private IReadOnlyList<Metric<T>> _metrics = [];

    /// <summary>Prepares a training; nothing is computed yet.</summary>
    /// <param name="model">What is trained. For samples with labels it gives (N, classes).</param>
    /// <param name="optimizer">Has the parameters that are to change.</param>
    /// <param name="data">The training samples.</param>
    /// <param name="plan">How long, on what batches, in what order.</param>
    /// <exception cref="ArgumentException">The samples do not fill one batch, and what is not full is left out.</exception>
    public Trainer(Layer<T> model, Optimizer<T> optimizer, DataSet<T> data, TrainingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(plan);
        (_model, _optimizer, _data, Plan) = (model, optimizer, data, plan);
        _hasLabels = Objective.HasLabels(data);
        Loss = Objective.Default<T>(_hasLabels);
        (StepsPerEpoch, TotalSteps) = (plan.StepsPerEpoch(data.Count), plan.TotalSteps(data.Count));
    }

    /// <summary>How long, on what batches, in what order.</summary>
    public TrainingPlan Plan { get; }

    /// <summary>The batches of one epoch.</summary>
    public long StepsPerEpoch { get; }

    /// <summary>The optimizer steps of the whole training.</summary>
    public long TotalSteps { get; }

    /// <summary>Samples to evaluate on after every epoch; null for none.</summary>
    public DataSet<T>? Validation { get; init; }

    /// <summary>What else is measured on <see cref="Validation"/> after every epoch, for <see cref="EpochRecord.Metrics"/>.</summary>
    /// <exception cref="ArgumentException">Set to metrics of one name, or of a name that a history's file cannot hold.</exception>
    public IReadOnlyList<Metric<T>> Metrics
    {
        get => _metrics;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            MetricDictionary.CheckNames(value, History.ColumnNames);
            _metrics = value;
        }
    }

    /// <summary>A batch's mean loss, a scalar: cross-entropy for samples with labels, the mean squared error for targets.</summary>
    public Func<Variable<T>, Batch<T>, Variable<T>> Loss { get; init; }

    /// <summary>The norm that all gradients together are scaled down to before a step; null to leave them as they are.</summary>
    /// <remarks><see cref="GradientClipping.ByNorm"/> does it. A norm that is not finite stops training, as such a gradient does.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Set to a number that is not above 0, or not finite.</exception>
    public double? MaxGradientNorm
    {
        get => _maxGradientNorm;
        init => _maxGradientNorm = value is null or (> 0 and < double.PositiveInfinity)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(MaxGradientNorm), value, $"Trainer: {nameof(MaxGradientNorm)} is a finite number above 0.");
    }

    /// <summary>An average of the weights that follows every step, and is part of the checkpoints; null for none.</summary>
    public WeightAverage<T>? Average { get; init; }

    /// <summary>The checkpoint file; null for none.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Steps after which the checkpoint is written again within an epoch; null for after epochs only.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to less than 1.</exception>
    public long? CheckpointEvery
    {
        get => _checkpointEvery;
        init => _checkpointEvery = value is null or >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(CheckpointEvery), value, $"Trainer: {nameof(CheckpointEvery)} is at least 1.");
    }

    /// <summary>The clock for <see cref="TrainingTime"/> and progress.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Optimizer steps done, those before a resumed checkpoint included.</summary>
    public long Step { get; private set; }

    /// <summary>The epochs so far.</summary>
    public History History { get; } = new();

    /// <summary>Time spent on training, before a resumed checkpoint too; validation does not count.</summary>
    public TimeSpan TrainingTime => _trainingTime + (_trainingSince is { } since ? Clock.GetElapsedTime(since) : TimeSpan.Zero);

    private int Epoch => (int)(Step / StepsPerEpoch) + 1;

    private int Epochs => (int)((TotalSteps + StepsPerEpoch - 1) / StepsPerEpoch);

    private bool EpochIsOver => Step > 0 && (Step % StepsPerEpoch == 0 || Step >= TotalSteps);
}
