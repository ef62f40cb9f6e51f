namespace NormNet.Training;

/// <content>What a program adds.</content>
public sealed partial class Trainer<T>
{
    private bool _stopRequested;

    /// <summary>Told of the start, every step, every epoch and the end.</summary>
    public IReadOnlyList<TrainingCallback<T>> Callbacks { get; init; } = [];

    /// <summary>Ends training after the step at hand, without an exception; <see cref="Train"/> goes on from there.</summary>
    /// <remarks>For callbacks: the checkpoint is written, and the best weights are not put back, since training is not over.</remarks>
    public void Stop() => _stopRequested = true;
}
