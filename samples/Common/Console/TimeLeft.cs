using System.Globalization;

namespace NormNet.Samples.Common;

/// <summary>Estimates how long the steps that are left will take, from the mean time of those done since it was made.</summary>
/// <param name="clock">What the time is read from.</param>
public sealed class TimeLeft(TimeProvider clock)
{
    private long _started;
    private long? _firstStep;

    /// <summary>Minutes and seconds left, as <c>1:07 left</c>, or nothing before the second step.</summary>
    public string After(long step, long steps)
    {
        if (_firstStep is null)
        {
            _firstStep = step;
            _started = clock.GetTimestamp();
        }

        if (step <= _firstStep)
            return "";
        var left = clock.GetElapsedTime(_started) * ((double)(steps - step) / (step - _firstStep.Value));
        return string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalMinutes}:{left.Seconds:D2} left");
    }
}
