using NormNet.Samples.Common;

namespace NormNet.Samples.Experiments;

/// <summary>What an experiment found.</summary>
internal sealed record Findings(
    IReadOnlyList<FindingTable> Tables,
    IReadOnlyList<FindingChart> Charts,
    IReadOnlyList<Claim> Claims,
    IReadOnlyList<string> Notes);

/// <summary>A sentence that the results bear out or not.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Holds">The verdict; null where the results do not decide it, with the reason in the figures.</param>
/// <param name="Figures">The numbers it was judged by.</param>
internal sealed record Claim(string Text, bool? Holds, string Figures)
{
    /// <summary>The verdict in words.</summary>
    public string Verdict => Holds switch
    {
        true => "holds",
        false => "does not hold",
        null => "undecided",
    };
}

/// <summary>A table, its first column the names of the rows.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Title">Above it.</param>
/// <param name="Columns">Headings, as many as a row has cells.</param>
/// <param name="Rows">Cells.</param>
internal sealed record FindingTable(string Name, string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows);

/// <summary>A cell: what is shown, and the number behind it for CSV and JSON.</summary>
internal sealed record Cell(string Text, Spread? Number = null)
{
    public static implicit operator Cell(string text) => new(text);

    /// <summary>Mean ± deviation in a number format; the factor is for the text alone, such as 100 for per cent.</summary>
    public static Cell Of(Spread number, string format, double factor = 1) => new(number.Text(format, factor), number);

    /// <summary>A number without a spread.</summary>
    public static Cell Of(double number, string format, double factor = 1) => Of(new Spread(number, double.NaN, 1), format, factor);
}

/// <summary>A picture.</summary>
/// <param name="Name">The files' name without an extension.</param>
/// <param name="Caption">What is to be seen.</param>
/// <param name="Chart">The drawing.</param>
internal sealed record FindingChart(string Name, string Caption, Chart Chart);
