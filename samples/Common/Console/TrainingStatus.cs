using System.Globalization;

namespace NormNet.Samples.Common;

/// <summary>Where training is, as a display shows it.</summary>
/// <param name="Epoch">The epoch at hand, from 1.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Steps">How many there will be.</param>
/// <param name="Loss">The last step's loss or a mean over a few.</param>
/// <param name="Accuracy">Share of right answers in the same batches, 0 to 1.</param>
/// <param name="SamplesPerSecond">The speed of late.</param>
public readonly record struct TrainingStatus(
    int Epoch, int Epochs, long Step, long Steps, double Loss, double Accuracy, double SamplesPerSecond)
{
    internal string Place => Text($"epoch {Epoch}/{Epochs}");

    internal string StepOfSteps => Text($"step {Step}/{Steps}");

    internal string Figures => Text($"loss {Loss:F4}  accuracy {100 * Accuracy:F1} %  {SamplesPerSecond:N0} samples/s");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
