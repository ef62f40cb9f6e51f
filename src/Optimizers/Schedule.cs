using System.Globalization;

namespace NormNet.Optimizers;

/// <summary>How the learning rate changes in the course of training: a factor for each step, counted from 0.</summary>
/// <remarks>
/// A pure function of the step, so that a resumed training needs to know the step only. The rate given to the optimizer is multiplied by
/// the factor through <see cref="Optimizer{T}.RateFactor"/>.
/// </remarks>
public sealed class Schedule
{
    private readonly Func<long, double> _factor;
    private readonly string _text;

    private Schedule(string text, Func<long, double> factor) => (_text, _factor) = (text, factor);

    /// <summary>The factor 1 for ever.</summary>
    public static Schedule Constant { get; } = new("constant", _ => 1);

    /// <summary>The factor of a step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public double Factor(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return _factor(step);
    }

    /// <summary>γ^⌊step / every⌋: the rate drops to a fraction of itself every so many steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="every"/> is less than 1, or γ is not in (0, 1].</exception>
    public static Schedule Step(long every, double gamma = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        CheckShare(gamma, nameof(gamma), allowZero: false);
        return new(Text($"step(every: {every}, gamma: {gamma})"), step => Math.Pow(gamma, step / every));
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

    /// <summary>A factor of one's own: a pure function of the step.</summary>
    public static Schedule From(Func<long, double> factor)
    {
        ArgumentNullException.ThrowIfNull(factor);
        return new("custom", factor);
    }

    /// <summary>Kind and settings.</summary>
    public override string ToString() => _text;

    private static double Anneal(double from, double to, double progress) => to + ((from - to) / 2 * (1 + Math.Cos(Math.PI * progress)));

    private static void CheckShare(double value, string name, bool allowZero)
    {
        if (!(value is >= 0 and <= 1) || (value == 0 && !allowZero))
            throw new ArgumentOutOfRangeException(name, value, $"Schedule: {name} is a number from {(allowZero ? "0" : "above 0")} to 1.");
    }

    private static void CheckDivisor(double value, string name)
    {
        if (!(value >= 1 && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(name, value, $"Schedule: {name} is a finite number of at least 1.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
