namespace NormNet.Optimizers;

/// <content>The schedule that looks at how training goes.</content>
public sealed partial class Schedule
{
    /// <summary>The rate drops to a fraction of itself where a measurement has stopped becoming better.</summary>
    /// <param name="gamma">What the factor is multiplied by at a drop.</param>
    /// <param name="patience">How many epochs in a row may bring nothing better; the one after them is met by a drop.</param>
    /// <param name="threshold">How much better than the best counts as better.</param>
    /// <param name="relative">Whether the threshold is a share of the best measurement's size, or a difference.</param>
    /// <param name="cooldown">For how many epochs after a drop none is counted as bad.</param>
    /// <param name="lowest">What the factor does not fall below.</param>
    /// <param name="maximize">Whether greater is better, as for an accuracy.</param>
    /// <remarks>
    /// PyTorch's <c>ReduceLROnPlateau</c>, worked out anew from all measurements, so that there is no state to save: a
    /// <c>Trainer</c>'s checkpoint has its history, and the history is enough. A measurement that is NaN is not better than any. Unlike
    /// there, a relative threshold goes by the size of the best, so that it means the same for negative measurements.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">
    /// γ is not in (0, 1), a count is negative, the threshold is negative or not finite, or the lowest factor is not in [0, 1].
    /// </exception>
    public static Schedule OnPlateau(
        double gamma = 0.1,
        int patience = 10,
        double threshold = 1e-4,
        bool relative = true,
        int cooldown = 0,
        double lowest = 0,
        bool maximize = false)
    {
        if (!(gamma is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(gamma), gamma, "Schedule: gamma is a number between 0 and 1.");
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        ArgumentOutOfRangeException.ThrowIfNegative(cooldown);
        if (!(threshold >= 0 && double.IsFinite(threshold)))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "Schedule: threshold is a finite number of at least 0.");
        CheckShare(lowest, nameof(lowest), allowZero: true);

        return new(
            Text($"on plateau(gamma: {gamma}, patience: {patience}, threshold: {threshold}, {(maximize ? "maximize" : "minimize")})"),
            (_, measurements) => Replay(measurements));

        double Replay(IReadOnlyList<double> measurements)
        {
            double factor = 1, best = double.PositiveInfinity;
            int bad = 0, cooling = 0;
            foreach (double measured in measurements)
            {
                double value = maximize ? -measured : measured;
                bool better = IsBetter(value, best);
                best = better ? value : best;
                bad = better || cooling > 0 ? 0 : bad + 1;
                cooling = Math.Max(0, cooling - 1);
                if (bad > patience)
                    (factor, cooling, bad) = (Math.Max(factor * gamma, lowest), cooldown, 0);
            }

            return factor;
        }

        bool IsBetter(double value, double best) =>
            value < best - (!double.IsFinite(best) ? 0 : relative ? threshold * Math.Abs(best) : threshold);
    }
}
