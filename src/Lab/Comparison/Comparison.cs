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
        return all.Length > 0 ? new Comparison(all) : throw new ArgumentException("Compare: there is nothing to put together.", nameof(parts));
    }

    /// <summary>One for each precision.</summary>
    public IReadOnlyList<PrecisionComparison> Parts { get; }

    /// <summary>Every quantity of every route, in every precision.</summary>
    public IEnumerable<ComparisonRow> Rows => Parts.SelectMany(part => part.Rows);

    /// <summary>Whether all routes agree within their bounds.</summary>
    public bool Agrees => Verdict.Agrees;

    /// <summary>The gravest of the routes' verdicts.</summary>
    public Verdict Verdict => Parts.SelectMany(part => part.Verdicts).MaxBy(verdict => verdict.Kind)!;

    /// <summary>The table over routes, quantities and measures, then the verdicts.</summary>
    public override string ToString() => ComparisonText.Format(this);
}
