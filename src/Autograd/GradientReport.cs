using System.Globalization;

namespace NormNet.Autograd;

/// <summary>What a gradient check found: one entry per input and order.</summary>
public sealed class GradientReport
{
    internal GradientReport(IReadOnlyList<GradientReportEntry> entries) => Entries = entries;

    /// <summary>First order by each input; then, for order 2, second order by each input and last by the upstream gradient.</summary>
    public IReadOnlyList<GradientReportEntry> Entries { get; }

    /// <summary>Whether every analytic gradient agrees with the differences.</summary>
    public bool Passed => Entries.All(entry => entry.Agrees);

    /// <summary>Whether all first-order gradients are too small to prove anything.</summary>
    public bool IsVacuous => Entries.Where(entry => entry.Order == 1).All(entry => entry.IsVacuous);

    /// <summary>The largest scaled difference.</summary>
    public double LargestDifference => Entries.Max(entry => entry.ScaledDifference);

    /// <summary>One line per entry, the failures with operation, input, index, got and expected.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Entries);
}

/// <summary>The check of one input's gradient.</summary>
public sealed class GradientReportEntry
{
    // Below this size a gradient of a function of order 1 is rounding, and agreement says nothing.
    private const double VacuousBelow = 1e-8;

    internal GradientReportEntry(
        string operation, int order, int input, string inputName, ReadOnlySpan<double> got, ReadOnlySpan<double> expected, bool byDirection)
    {
        Operation = operation;
        Order = order;
        Input = input;
        InputName = inputName;
        IsByDirection = byDirection;
        double scale = 1, worst = -1;
        foreach (double value in got)
            scale = double.Max(scale, double.Abs(value));
        foreach (double value in expected)
            scale = double.Max(scale, double.Abs(value));

        for (int i = 0; i < got.Length; i++)
        {
            LargestGradient = double.Max(LargestGradient, double.Abs(got[i]));
            LargestGradient = double.Max(LargestGradient, double.Abs(expected[i]));
            double difference = double.Abs(got[i] - expected[i]) / scale;
            if (!(difference <= worst))
                (worst, Index, Got, Expected) = (double.IsNaN(difference) ? double.PositiveInfinity : difference, i, got[i], expected[i]);
        }

        ScaledDifference = double.Max(worst, 0);
    }

    /// <summary>The operation that made the function's result.</summary>
    public string Operation { get; }

    /// <summary>1 for the gradient, 2 for the gradient of the gradient.</summary>
    public int Order { get; }

    /// <summary>Which input, parameters counted on after the inputs; for order 2 the last is the upstream gradient.</summary>
    public int Input { get; }

    /// <summary>Its name: a parameter's own, such as <c>0.weight</c>, otherwise x0, x1, … or upstream.</summary>
    public string InputName { get; }

    /// <summary>The element (or the random direction) with the largest difference.</summary>
    public int Index { get; }

    /// <summary>The analytic gradient there.</summary>
    public double Got { get; }

    /// <summary>The central difference there.</summary>
    public double Expected { get; }

    /// <summary>Whether random directions were checked instead of every element.</summary>
    public bool IsByDirection { get; }

    /// <summary>The largest absolute value of either gradient.</summary>
    public double LargestGradient { get; }

    /// <summary>max|got − expected| / max(1, max|got|, max|expected|).</summary>
    public double ScaledDifference { get; }

    /// <summary>Whether the two agree.</summary>
    public bool Agrees => ScaledDifference <= GradientCheck.Tolerance;

    /// <summary>Whether the gradient is so small everywhere that agreement proves nothing.</summary>
    public bool IsVacuous => LargestGradient < VacuousBelow;

    /// <summary>Operation, input, the worst index with got and expected, and a warning where the check is vacuous.</summary>
    public override string ToString()
    {
        string where = IsByDirection ? "direction" : "element";
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{(Agrees ? "ok  " : "FAIL")} {Operation}, order {Order}, {InputName}: {where} {Index} got {Got:G9}, expected {Expected:G9}, "
                + $"scaled difference {ScaledDifference:E1}");
        return IsVacuous ? line + " (warning: the gradient is zero throughout; this proves nothing)" : line;
    }
}
