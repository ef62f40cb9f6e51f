using System.Globalization;
using NormNet.Training;

namespace NormNet.Samples.Common;

/// <summary>Where training is, in words.</summary>
internal static class ProgressText
{
    internal static string Place(TrainingProgress progress) => Text($"epoch {progress.Epoch}/{progress.Epochs}");

    internal static string StepOfSteps(TrainingProgress progress) => Text($"step {progress.Step}/{progress.Steps}");

    internal static string Figures(TrainingProgress progress) =>
        Text($"loss {progress.Loss:F4}  accuracy {100 * progress.Accuracy:F1} %  {progress.SamplesPerSecond:N0} samples/s");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
