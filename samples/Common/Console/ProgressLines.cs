using NormNet.Training;

namespace NormNet.Samples.Common;

/// <summary>Writes a line when an epoch ends, for short epochs every half a second, and at most every ten seconds between.</summary>
internal sealed class ProgressLines(TextWriter output, TimeProvider clock) : IProgress<TrainingProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10), EpochPause = TimeSpan.FromSeconds(0.5);

    private readonly TimeLeft _left = new(clock);
    private TrainingProgress? _previous;
    private long _written = clock.GetTimestamp();

    public void Report(TrainingProgress value)
    {
        var left = _left.After(value.Step, value.Steps);
        TimeSpan silence = clock.GetElapsedTime(_written);
        if (value.Step == value.Steps || silence > Pause)
            Write(value, left);
        else if (_previous is { } previous && previous.Epoch != value.Epoch && silence > EpochPause)
            Write(previous, left);
        _previous = value;
    }

    private void Write(TrainingProgress status, string left)
    {
        output.WriteLine($"{ProgressText.Place(status)}  {ProgressText.StepOfSteps(status)}  {ProgressText.Figures(status)}  {left}");
        _written = clock.GetTimestamp();
    }
}
