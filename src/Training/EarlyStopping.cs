namespace NormNet.Training;

/// <summary>Ends a training whose measurements have stopped becoming better (Prechelt 1998).</summary>
public sealed record EarlyStopping
{
    private int _patience = 5;
    private double _minimumGain;

    /// <summary>How many epochs in a row may bring nothing better; the one after them is the last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative number.</exception>
    public int Patience
    {
        get => _patience;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _patience = value;
        }
    }

    /// <summary>By how much a measurement has to be below the least so far to count as better.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative number or one that is not finite.</exception>
    public double MinimumGain
    {
        get => _minimumGain;
        init => _minimumGain = value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(MinimumGain), value, $"EarlyStopping: {nameof(MinimumGain)} is a finite number of at least 0.");
    }

    /// <summary>Whether measurements, one an epoch, end training; NaN is not better than anything.</summary>
    internal bool IsOver(ReadOnlySpan<double> measurements)
    {
        double best = double.PositiveInfinity;
        int bad = 0;
        foreach (double measurement in measurements)
        {
            bool better = measurement < best - MinimumGain;
            (best, bad) = better ? (measurement, 0) : (best, bad + 1);
        }

        return bad > Patience;
    }
}
