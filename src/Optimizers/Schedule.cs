using System.Globalization;

namespace NormNet.Optimizers;

/// <summary>How the learning rate changes in the course of training: a factor for each step, counted from 0.</summary>
/// <remarks>
/// A pure function of the step and of what was measured before it, so that a resumed training needs to know no more than these. The rate
/// given to the optimizer is multiplied by the factor through <see cref="Optimizer{T}.RateFactor"/>.
/// </remarks>
public sealed partial class Schedule
{
    private readonly Func<long, IReadOnlyList<double>, double> _factor;
    private readonly string _text;

    private Schedule(string text, Func<long, double> factor)
        : this(text, (step, _) => factor(step))
    {
    }

    private Schedule(string text, Func<long, IReadOnlyList<double>, double> factor) => (_text, _factor) = (text, factor);

    /// <summary>The factor 1 for ever.</summary>
    public static Schedule Constant { get; } = new("constant", _ => 1);

    /// <summary>The factor of a step, for a schedule that looks at no measurement, or before the first one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public double Factor(long step) => Factor(step, []);

    /// <summary>The factor of a step.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="measurements">What was measured before the step, one number an epoch: of use to <see cref="OnPlateau"/> only.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public double Factor(long step, IReadOnlyList<double> measurements)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentNullException.ThrowIfNull(measurements);
        return _factor(step, measurements);
    }

    /// <summary>A factor of one's own: a pure function of the step.</summary>
    public static Schedule From(Func<long, double> factor)
    {
        ArgumentNullException.ThrowIfNull(factor);
        return new("custom", factor);
    }

    /// <summary>Several at once: the product of their factors, as PyTorch's <c>ChainedScheduler</c> makes it.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Schedule Chained(params ReadOnlySpan<Schedule> schedules)
    {
        Schedule[] all = schedules.ToArray();
        if (all.Length == 0 || Array.Exists(all, schedule => schedule is null))
            throw new ArgumentException("Schedule: at least one schedule to chain is expected, and none that is null.", nameof(schedules));

        return new(
            $"chained({string.Join(", ", all.Select(schedule => schedule._text))})",
            (step, measurements) => all.Aggregate(1.0, (product, schedule) => product * schedule._factor(step, measurements)));
    }

    /// <summary>One after the other: this schedule for some steps, then another, whose steps count from there.</summary>
    /// <param name="steps">How long this one lasts, such as a warm-up's length.</param>
    /// <param name="next">What follows; as in PyTorch's <c>SequentialLR</c>.</param>
    /// <remarks>Measurements are not divided: a next schedule that looks at them sees those of all epochs.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is less than 1.</exception>
    public Schedule Then(long steps, Schedule next)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentNullException.ThrowIfNull(next);
        return new(
            Text($"{_text}, after {steps} steps {next._text}"),
            (step, measurements) => step < steps ? _factor(step, measurements) : next._factor(step - steps, measurements));
    }

    /// <summary>Kind and settings.</summary>
    public override string ToString() => _text;

    private static void CheckShare(double value, string name, bool allowZero)
    {
        if (!(value is >= 0 and <= 1) || (value == 0 && !allowZero))
            throw new ArgumentOutOfRangeException(name, value, $"Schedule: {name} is a number from {(allowZero ? "0" : "above 0")} to 1.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
