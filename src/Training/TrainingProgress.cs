namespace NormNet.Training;

/// <summary>Where training is, as a display shows it.</summary>
/// <param name="Epoch">The epoch at hand, from 1.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Steps">How many there will be.</param>
/// <param name="Loss">A mean over the last steps, about twenty.</param>
/// <param name="Accuracy">Share of right answers in the same batches, 0 to 1; NaN where the samples have no labels.</param>
/// <param name="SamplesPerSecond">The speed of the last second or two.</param>
/// <param name="LearningRate">The rate of the last step.</param>
public readonly record struct TrainingProgress(
    int Epoch, int Epochs, long Step, long Steps, double Loss, double Accuracy, double SamplesPerSecond, double LearningRate);
