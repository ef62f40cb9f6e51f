using NormNet.Optimizers;

namespace NormNet.Training;

/// <content>The learning rate, which may depend on what was measured.</content>
public sealed partial class Trainer<T>
{
    private double[] _measurements = [];

    /// <summary>How the learning rate changes; constant unless another is given.</summary>
    public Schedule Schedule { get; init; } = Schedule.Constant;

    /// <summary>
    /// What a schedule that looks at how training goes, such as <see cref="Schedule.OnPlateau"/>, sees of an epoch: the validation loss
    /// unless another figure is given; the training loss where there is no validation.
    /// </summary>
    /// <remarks>
    /// <see cref="Stopping"/> and <see cref="Best"/> go by it too, and for them less is better: to go by an accuracy, measure its negative,
    /// <c>Measure = record => -record.ValidationAccuracy!.Value</c>.
    /// </remarks>
    public Func<EpochRecord, double> Measure { get; init; } = record => record.ValidationLoss ?? record.TrainLoss;

    /// <summary>The rate of the last step.</summary>
    private double LearningRate => _optimizer.LearningRate * RateFactorOf(Math.Max(0, Step - 1));

    private double RateFactorOf(long step) => Schedule.Factor(step, _measurements);

    /// <summary>Takes the measurements from the history, which checkpoints keep, so that a resumed training has the same.</summary>
    private void NoteMeasurements() => _measurements = [.. Measured(History).Select(Measure)];
}
