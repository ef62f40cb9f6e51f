using NormNet.Training;

namespace NormNet.Samples.Common;

/// <summary>Loss and accuracy over the steps of a training, kept for the pictures.</summary>
internal sealed class TrainingCurve
{
    private readonly List<TrainingProgress> _points = [];

    internal IReadOnlyList<double> Steps => [.. _points.Select(point => (double)point.Step)];

    internal IReadOnlyList<double> Losses => [.. _points.Select(point => point.Loss)];

    internal IReadOnlyList<double> Accuracies => [.. _points.Select(point => point.Accuracy)];

    /// <summary>Keeps what is reported, and hands it on.</summary>
    internal IProgress<TrainingProgress> PassingOnTo(IProgress<TrainingProgress> next) => new Tee(this, next);

    private sealed class Tee(TrainingCurve curve, IProgress<TrainingProgress> next) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            curve._points.Add(value);
            next.Report(value);
        }
    }
}
