using System.Text;

namespace NormNet.Lab;

/// <summary>Whether a check notices a mistake.</summary>
public enum CatchResult
{
    /// <summary>It does.</summary>
    Caught,

    /// <summary>It does not: the wrong formula passes.</summary>
    Missed,

    /// <summary>On this layer and input the mistake gives the right numbers, so there is nothing to notice.</summary>
    SameAsRight,

    /// <summary>The check says nothing about this mode.</summary>
    NotApplicable,
}

/// <summary>Which check catches which mistake of the gallery, and which cannot.</summary>
public sealed class CatchMatrix
{
    private CatchMatrix(IReadOnlyList<(string Mistake, IReadOnlyList<CatchResult> Results)> rows) => Rows = rows;

    /// <summary>The checks, in the order of the results.</summary>
    public static IReadOnlyList<BackwardCheck> Checks => BackwardCheck.All;

    /// <summary>One for each mistake: a result for each check.</summary>
    public IReadOnlyList<(string Mistake, IReadOnlyList<CatchResult> Results)> Rows { get; }

    /// <summary>Whether every mistake is caught by every check that can catch all of them.</summary>
    public bool IsComplete =>
        Rows.All(row => row.Results.Zip(Checks).All(pair => !pair.Second.CatchesAll || pair.First is not CatchResult.Missed));

    /// <summary>Tries every check on every mistake.</summary>
    /// <param name="training">A case that uses its own statistics, with a random upstream gradient and γ ≠ 1.</param>
    /// <param name="evaluation">A case with given statistics, for the mistakes of evaluation; null where the layer has none.</param>
    public static CatchMatrix Of(NormalizationCase<double> training, NormalizationCase<double>? evaluation = null)
    {
        ArgumentNullException.ThrowIfNull(training);
        var rows = new List<(string, IReadOnlyList<CatchResult>)>();
        foreach (WrongBackward<double> wrong in WrongBackwards<double>.All)
        {
            NormalizationCase<double>? at = wrong.AppliesTo(training) ? training : evaluation;
            if (at is not null && wrong.AppliesTo(at))
                rows.Add((wrong.Name, Try(wrong, at)));
        }

        return new CatchMatrix(rows);
    }

    /// <summary>
    /// One line a mistake: ✓ caught, · missed, = the same numbers as the right formula, blank where a check does not apply.
    /// </summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (int i = 0; i < Checks.Count; i++)
            text.Append(' ', 2 * i).Append('┌').Append('─', 2 * (Checks.Count - i)).Append(' ').AppendLine(Checks[i].ToString());
        foreach ((string mistake, IReadOnlyList<CatchResult> results) in Rows)
            text.Append(string.Concat(results.Select(result => $"{Sign(result)} "))).Append("  ").AppendLine(mistake);
        return text.ToString();
    }

    private static CatchResult[] Try(WrongBackward<double> wrong, NormalizationCase<double> at)
    {
        bool same = !BackwardCheck.All[0].Notices(at, wrong)!.Value;
        return [.. Checks.Select(check => same ? CatchResult.SameAsRight : check.Notices(at, wrong) switch
        {
            true => CatchResult.Caught,
            false => CatchResult.Missed,
            null => CatchResult.NotApplicable,
        })];
    }

    private static char Sign(CatchResult result) => result switch
    {
        CatchResult.Caught => '✓',
        CatchResult.Missed => '·',
        CatchResult.SameAsRight => '=',
        _ => ' ',
    };
}
