using System.Globalization;

namespace NormNet.Lab;

/// <summary>A normalization's gradients by several routes beside the tape's, and what the differences are.</summary>
public sealed class Comparison
{
    internal Comparison(params PrecisionComparison[] parts) => Parts = parts;

    /// <summary>Several comparisons as one, such as those of two precisions.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Comparison Of(IEnumerable<PrecisionComparison> parts)
    {
        PrecisionComparison[] all = [.. parts];
        return all.Length > 0
            ? new Comparison(all)
            : throw new ArgumentException("Compare: there is nothing to put together.", nameof(parts));
    }

    /// <summary>One for each precision.</summary>
    public IReadOnlyList<PrecisionComparison> Parts { get; }

    /// <summary>Every quantity of every route, in every precision.</summary>
    public IEnumerable<ComparisonRow> Rows => Parts.SelectMany(part => part.Rows);

    /// <summary>Whether all routes agree within their bounds.</summary>
    public bool Agrees => Verdict.Agrees;

    /// <summary>The gravest of the routes' verdicts; where all agree, one for all of them.</summary>
    public Verdict Verdict
    {
        get
        {
            Verdict gravest = Parts.SelectMany(part => part.Verdicts).MaxBy(verdict => verdict.Kind)!;
            return gravest.Kind is VerdictKind.Rounding or VerdictKind.Cancellation
                ? gravest with
                {
                    Route = "all routes",
                    Precision = string.Join(" and ", Parts.Select(part => part.Precision).Distinct()),
                    Sentence = Largest(),
                }
                : gravest;
        }
    }

    /// <summary>The table over routes, quantities and measures, then the verdicts.</summary>
    public override string ToString() => ComparisonText.Format(this);

    private string Largest() => "they agree within the bound; the largest differences are " + string.Join("; ", Parts.Select(part =>
    {
        ILookup<bool, ComparisonRow> rows = part.Rows.Where(row => row.Difference is not null)
            .ToLookup(row => row.Route == FiniteDifferences.Name);
        ComparisonRow worst = rows[false].MaxBy(row => row.Difference!.ScaledMax)!;
        ComparisonRow numeric = rows[true].MaxBy(row => row.Difference!.ScaledMax)!;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"in {part.Precision} {worst.Difference!.ScaledMax:0.0e+0} ({worst.Route}, {worst.Quantity.Symbol()}), by finite differences "
                + $"{numeric.Difference!.ScaledMax:0.0e+0} ({numeric.Quantity.Symbol()})");
    })) + ".";
}
