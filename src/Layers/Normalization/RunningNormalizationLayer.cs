using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>A normalization layer that can use running statistics instead of the batch's.</summary>
/// <remarks>
/// Two questions are answered apart. Which statistics are used: by <see cref="Source"/>, at first the batch's in training and the
/// running ones in evaluation. Are the running ones updated: where the batch's are used in training, unless
/// <see cref="UpdatesStatistics"/> says no. <see cref="Freeze"/> answers both until <see cref="Unfreeze"/>, whatever the mode.
/// </remarks>
public abstract class RunningNormalizationLayer<T> : NormalizationLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected RunningNormalizationLayer(int channels, double epsilon, bool weight, bool bias, RunningRule? rule)
        : base([channels], epsilon, weight, bias)
    {
        if (rule is null)
            return;

        Running = new RunningStatistics<T>(channels, rule);
        Register("running_mean", Running.Mean);
        Register("running_var", Running.Variance);
        Register("num_batches_tracked", Running.Counter, optional: true);
    }

    /// <summary>The number of channels, the extent of axis 1.</summary>
    public int Channels => AffineShape[0];

    /// <summary>The running statistics; null where none are kept.</summary>
    public RunningStatistics<T>? Running { get; }

    /// <summary>Which statistics are used while the layer is not frozen.</summary>
    public StatisticsSource Source { get; set; }

    /// <summary>Whether training updates the running statistics while the layer is not frozen.</summary>
    public bool UpdatesStatistics { get; set; } = true;

    /// <summary>Whether the running statistics are used and kept as they are, in training too.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>Whether the next pass uses the batch's statistics.</summary>
    public bool UsesBatchStatistics => Running is null || Running.IsEstimating
        || (!IsFrozen && (Source == StatisticsSource.Batch || (Source == StatisticsSource.ByMode && IsTraining)));

    /// <summary>From now on the running statistics are used and not updated, whatever the mode; γ and β stay trainable.</summary>
    /// <exception cref="InvalidOperationException">The layer keeps none.</exception>
    public void Freeze() => IsFrozen = Running is not null
        ? true
        : throw new InvalidOperationException($"{this} keeps no running statistics that could be frozen.");

    /// <summary>Ends <see cref="Freeze"/>.</summary>
    public void Unfreeze() => IsFrozen = false;

    /// <inheritdoc/>
    public override NormalizationExplanation Explain(Shape input) => base.Explain(input) with
    {
        Source = UsesBatchStatistics ? StatisticsSource.Batch : StatisticsSource.Running,
        Running = Running?.ToString(),
        IsFrozen = IsFrozen,
        UpdatesRunning = UsesBatchStatistics && FollowsBatches,
    };

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        NormalizationPlan plan = PlanOf(input.Shape);
        return UsesBatchStatistics
            ? NormalizeByBatch(plan, input)
            : NormalizeByRunning(plan, input);
    }

    /// <summary>Normalizes by the running statistics, which listings call as the state does.</summary>
    private protected Variable<T> NormalizeByRunning(NormalizationPlan plan, Variable<T> input) => NormalizeByStatistics(
        plan, input, new(Running!.Mean.Value, name: "running_mean"), new(Running.Variance.Value, name: "running_var"));

    /// <summary>Normalizes by the batch's statistics, which the running ones follow.</summary>
    private protected virtual Variable<T> NormalizeByBatch(NormalizationPlan plan, Variable<T> input) =>
        NormalizeByOwnStatistics(
            plan, input, FollowsBatches ? (means, variances) => Running!.Update(means, variances, plan.ValuesPerStatistic) : null);

    /// <inheritdoc/>
    private protected override Variable<T> NormalizeMasked(NormalizationPlan plan, Variable<T> input, NormalizationMask<T> mask) =>
        UsesBatchStatistics
            ? NormalizeByOwnStatistics(
                plan, input, mask, FollowsBatches ? (means, variances) => Running!.Update(means, variances, mask.Values) : null)
            : NormalizeByRunning(plan, input);

    /// <summary>Whether the running statistics follow the batches whose statistics are used now.</summary>
    private protected bool FollowsBatches => Running is not null && (Running.IsEstimating || (IsTraining && UpdatesStatistics));

    /// <inheritdoc/>
    protected override void OnInitialize(Generator generator)
    {
        base.OnInitialize(generator);
        Running?.Reset();
    }

    /// <summary>Gives another layer this one's choices.</summary>
    private protected TLayer CopyChoicesTo<TLayer>(TLayer other)
        where TLayer : RunningNormalizationLayer<T>
    {
        other.Implementation = Implementation;
        other.Source = Source;
        other.UpdatesStatistics = UpdatesStatistics;
        other.IsFrozen = IsFrozen;
        return other;
    }

    /// <summary>What is unusual about the statistics, for <see cref="object.ToString"/>.</summary>
    private protected string[] StatisticsSettings(RunningRule? usual) =>
    [
        .. Running is not null && Running.Rule != usual ? [Running.Rule.ToString()] : Array.Empty<string>(),
        .. IsFrozen ? ["frozen"] : Source != StatisticsSource.ByMode ? [$"{Source} statistics"] : Array.Empty<string>(),
        .. UpdatesStatistics || IsFrozen ? Array.Empty<string>() : ["no updates"],
    ];
}
