namespace NormNet.Optimizers;

/// <content>Curves over the steps.</content>
public sealed partial class Schedule
{
    /// <summary>γ^⌊step / every⌋: the rate drops to a fraction of itself every so many steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="every"/> is less than 1, or γ is not in (0, 1].</exception>
    public static Schedule Step(long every, double gamma = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        CheckShare(gamma, nameof(gamma), allowZero: false);
        return new(Text($"step(every: {every}, gamma: {gamma})"), step => Math.Pow(gamma, step / every));
    }

    /// <summary>γ^k with k the milestones that are not beyond the step: the rate drops to a fraction of itself at each.</summary>
    /// <param name="milestones">Steps from 1, rising.</param>
    /// <param name="gamma">γ.</param>
    /// <exception cref="ArgumentException">There is no milestone, or one is not beyond the one before it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">γ is not in (0, 1].</exception>
    public static Schedule MultiStep(ReadOnlySpan<long> milestones, double gamma = 0.1)
    {
        CheckShare(gamma, nameof(gamma), allowZero: false);
        long[] all = milestones.ToArray();
        if (all.Length == 0 || all[0] < 1 || all.Zip(all.Skip(1)).Any(pair => pair.Second <= pair.First))
        {
            string given = all.Length == 0 ? "none" : string.Join(", ", all);
            throw new ArgumentException($"Schedule: milestones are rising steps from 1; got {given}.", nameof(milestones));
        }

        return new(
            Text($"multi-step({string.Join(", ", all)}, gamma: {gamma})"),
            step => Math.Pow(gamma, all.Count(milestone => milestone <= step)));
    }

    /// <summary>γ^(step / every): the rate falls by a fraction of itself every so many steps, a little at each.</summary>
    /// <param name="gamma">γ, the factor that <paramref name="every"/> steps make.</param>
    /// <param name="every">1 for PyTorch's <c>ExponentialLR</c> stepped each time; the steps of an epoch to give γ by the epoch.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="every"/> is less than 1, or γ is not in (0, 1].</exception>
    public static Schedule Exponential(double gamma, long every = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        CheckShare(gamma, nameof(gamma), allowZero: false);
        return new(Text($"exponential(gamma: {gamma}, every: {every})"), step => Math.Pow(gamma, (double)step / every));
    }

    /// <summary>In a straight line from one factor to another; then it stays there. With the defaults, a warm-up.</summary>
    /// <param name="steps">The step at which <paramref name="to"/> is reached.</param>
    /// <param name="from">The factor of step 0.</param>
    /// <param name="to">The last factor.</param>
    /// <remarks>PyTorch's <c>LinearLR</c>. A warm-up comes before something else by <see cref="Then"/>.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is less than 1, or a factor is not in [0, 1].</exception>
    public static Schedule Linear(long steps, double from = 1.0 / 3, double to = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        CheckShare(from, nameof(from), allowZero: true);
        CheckShare(to, nameof(to), allowZero: true);
        return new(
            Text($"linear({steps} steps, from: {from}, to: {to})"),
            step => step < steps ? from + ((to - from) * step / steps) : to);
    }

    /// <summary>From 1 to <paramref name="final"/> along half a cosine; then it stays there.</summary>
    /// <remarks>final + (1 − final)·(1 + cos(π·step/steps))/2: Loshchilov &amp; Hutter 2017, without restarts.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="steps"/> is less than 1, or <paramref name="final"/> is not in [0, 1].
    /// </exception>
    public static Schedule Cosine(long steps, double final = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        CheckShare(final, nameof(final), allowZero: true);
        return new(Text($"cosine({steps} steps, final: {final})"), step => Anneal(1, final, Math.Min(1, (double)step / steps)));
    }

    /// <summary>From 1 towards <paramref name="final"/> along half a cosine, again and again.</summary>
    /// <param name="first">The steps of the first descent.</param>
    /// <param name="multiplier">How many times longer each descent is than the one before.</param>
    /// <param name="final">The factor that a descent ends at; the next starts instead of reaching it.</param>
    /// <remarks>Loshchilov &amp; Hutter 2017, eq. 5; PyTorch's <c>CosineAnnealingWarmRestarts</c>.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A count is less than 1, or <paramref name="final"/> is not in [0, 1].
    /// </exception>
    public static Schedule CosineRestarts(long first, int multiplier = 1, double final = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(multiplier, 1);
        CheckShare(final, nameof(final), allowZero: true);
        return new(
            Text($"cosine with restarts({first} steps, multiplier: {multiplier}, final: {final})"),
            step => Anneal(1, final, ProgressSinceRestart(step, first, multiplier)));
    }

    /// <summary>Up from 1/initialDivisor to 1, then down to 1/initialDivisor/finalDivisor, each along half a cosine.</summary>
    /// <param name="steps">The length of training: the last value is reached at step − 1, and stays.</param>
    /// <param name="rising">The share of the steps that the rise takes.</param>
    /// <param name="initialDivisor">How many times smaller the first rate is than the highest.</param>
    /// <param name="finalDivisor">How many times smaller the last rate is than the first.</param>
    /// <remarks>Smith &amp; Topin 2018, in the form of PyTorch's <c>OneCycleLR</c> with two phases; the momentum is left alone.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="steps"/> is less than 1, <paramref name="rising"/> is not in [0, 1], or a divisor is less than 1.
    /// </exception>
    public static Schedule OneCycle(long steps, double rising = 0.3, double initialDivisor = 25, double finalDivisor = 1e4)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        CheckShare(rising, nameof(rising), allowZero: true);
        CheckDivisor(initialDivisor, nameof(initialDivisor));
        CheckDivisor(finalDivisor, nameof(finalDivisor));

        // PyTorch's places: the top at rising·steps − 1, the end at steps − 1.
        double first = 1 / initialDivisor, final = first / finalDivisor;
        double top = (rising * steps) - 1, end = steps - 1;
        return new(
            Text($"one-cycle({steps} steps, rising: {rising}, divisors: {initialDivisor}, {finalDivisor})"),
            step => step < top ? Anneal(first, 1, step / top)
                : top < end ? Anneal(1, final, Math.Min(1, (step - top) / (end - top)))
                : 1);
    }

    private static double Anneal(double from, double to, double progress) => to + ((from - to) / 2 * (1 + Math.Cos(Math.PI * progress)));

    private static double ProgressSinceRestart(long step, long length, int multiplier)
    {
        if (multiplier == 1)
            return (double)(step % length) / length;

        for (; step >= length; length = length > long.MaxValue / multiplier ? long.MaxValue : length * multiplier)
            step -= length;
        return (double)step / length;
    }

    private static void CheckDivisor(double value, string name)
    {
        if (!(value >= 1 && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(name, value, $"Schedule: {name} is a finite number of at least 1.");
    }
}
