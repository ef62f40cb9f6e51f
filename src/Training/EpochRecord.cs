namespace NormNet.Training;

/// <summary>The figures of one epoch.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Step">Optimizer steps done at its end.</param>
/// <param name="TrainLoss">The mean loss of its samples, each as the model was when it met them.</param>
/// <param name="TrainAccuracy">The share of right answers among them, 0 to 1; null where the samples have no labels.</param>
/// <param name="ValidationLoss">The mean loss of the validation samples at its end; null without validation.</param>
/// <param name="ValidationAccuracy">The share of right answers among them, 0 to 1; null without validation or labels.</param>
/// <param name="LearningRate">The rate of its last step.</param>
/// <param name="Seconds">Time spent on training since the start, this epoch included, validation apart.</param>
public sealed record EpochRecord(
    int Epoch,
    long Step,
    double TrainLoss,
    double? TrainAccuracy,
    double? ValidationLoss,
    double? ValidationAccuracy,
    double LearningRate,
    double Seconds)
{
    /// <summary>The trainer's metrics of the validation samples.</summary>
    public MetricDictionary Metrics { get; init; } = MetricDictionary.None;
}
