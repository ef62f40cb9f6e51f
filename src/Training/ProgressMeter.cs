namespace NormNet.Training;

/// <summary>What a display needs beyond the last step: means over a few steps, the speed of late, and when to report again.</summary>
/// <remarks>Nothing here enters the training or its history, so a resumed training may start it anew.</remarks>
internal sealed class ProgressMeter(IProgress<TrainingProgress>? progress, TimeProvider clock)
{
    private const double NewestWeight = 0.05;

    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan SpeedOver = TimeSpan.FromSeconds(1);

    private double _loss, _accuracy, _speed;
    private int _seen;
    private long _samples;
    private long _speedSince = clock.GetTimestamp();
    private long? _reported;

    internal void Add(double loss, double accuracy, int samples)
    {
        double weight = Math.Max(1.0 / ++_seen, NewestWeight);
        _loss += weight * (loss - _loss);
        _accuracy += weight * (accuracy - _accuracy);
        _samples += samples;
    }

    /// <summary>Reports if it is time to, or in any case.</summary>
    internal void Report(int epoch, int epochs, long step, long steps, double learningRate, bool always)
    {
        if (progress is null)
            return;
        long now = clock.GetTimestamp();
        if (!always && _reported is { } last && clock.GetElapsedTime(last, now) < ReportEvery)
            return;

        _reported = now;
        progress.Report(new TrainingProgress(epoch, epochs, step, steps, _loss, _accuracy, Speed(now), learningRate));
    }

    /// <summary>Starts the clock again after time that was not spent on training.</summary>
    internal void SkipPause() => (_speedSince, _samples) = (clock.GetTimestamp(), 0);

    private double Speed(long now)
    {
        TimeSpan time = clock.GetElapsedTime(_speedSince, now);
        if (time <= TimeSpan.Zero || (_speed > 0 && time < SpeedOver))
            return _speed;

        double speed = _samples / time.TotalSeconds;
        if (time >= SpeedOver)
            (_speed, _speedSince, _samples) = (speed, now, 0);
        return speed;
    }
}
