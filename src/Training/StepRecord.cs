namespace NormNet.Training;

/// <summary>The figures of one optimizer step.</summary>
/// <param name="Step">Its number, from 1.</param>
/// <param name="Loss">The mean loss of its samples before the update.</param>
/// <param name="Accuracy">The share of right answers among them, 0 to 1; null where the samples have no labels.</param>
/// <param name="Samples">How many samples it took.</param>
/// <param name="LearningRate">Its rate.</param>
public readonly record struct StepRecord(long Step, double Loss, double? Accuracy, int Samples, double LearningRate);
