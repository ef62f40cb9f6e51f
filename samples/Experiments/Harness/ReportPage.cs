using System.Net;
using System.Text;

namespace NormNet.Samples.Experiments;

/// <summary>A report as one page that needs no other file: its pictures are inside.</summary>
internal static class ReportPage
{
    private const string Style =
        """
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
        table { border-collapse: collapse; margin: 1rem 0 } td, th { border: 1px solid #ddd; padding: .3rem .6rem; text-align: left }
        td + td { font-variant-numeric: tabular-nums } img { max-width: 100% } figure { margin: 1.5rem 0 } figcaption { color: #555 }
        .holds { color: #006d4e } .fails { color: #a03c00 } .undecided { color: #555 }
        @media (max-width: 40rem) { .wide { overflow-x: auto } }
        """;

    /// <summary>The page; the charts' PNG files are in the folder already.</summary>
    internal static string Of(Report report, string folder)
    {
        var body = new StringBuilder();
        body.Append($"<h1>{Escaped(report.Experiment.Title)}</h1>\n<p>{Escaped(report.Experiment.Source)}. ")
            .Append($"<code>{report.Experiment.Name}</code>, {Escaped(ReportText.Setting(report.Settings))}.</p>\n")
            .Append(Verdicts(report.Findings.Claims));
        foreach (FindingTable table in report.Findings.Tables)
        {
            body.Append($"<h2>{Escaped(table.Title)}</h2>\n")
                .Append(Table(table.Columns, table.Rows.Select(row => row.Select(cell => Escaped(cell.Text)))));
        }

        foreach (FindingChart chart in report.Findings.Charts)
            body.Append(Figure(chart, folder));
        body.Append(List("Chosen where the paper says nothing", report.Experiment.Choices(report.Settings)))
            .Append(List("Notes", [.. report.Findings.Notes, ReportText.Cost(report) + "."]));
        return Page(report.Experiment.Title, body.ToString());
    }

    internal static string Page(string title, string body) =>
        $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Escaped(title)}</title>
        <style>
        {Style}
        </style>
        </head>
        <body>
        {body}</body>
        </html>

        """;

    /// <summary>The claims with their verdicts.</summary>
    internal static string Verdicts(IReadOnlyList<Claim> claims) => Table(
        ["claim", "verdict", "figures"],
        claims.Select(claim => (IEnumerable<string>)
            [Escaped(claim.Text), $"<strong class=\"{Class(claim)}\">{claim.Verdict}</strong>", Escaped(claim.Figures)]));

    internal static string Escaped(string text) => WebUtility.HtmlEncode(text);

    private static string Class(Claim claim) => claim.Holds switch
    {
        true => "holds",
        false => "fails",
        null => "undecided",
    };

    private static string Table(IEnumerable<string> columns, IEnumerable<IEnumerable<string>> rows)
    {
        var text = new StringBuilder("<div class=\"wide\"><table>\n");
        text.Append($"<tr>{string.Concat(columns.Select(name => $"<th scope=\"col\">{Escaped(name)}</th>"))}</tr>\n");
        foreach (IEnumerable<string> row in rows)
            text.Append($"<tr>{string.Concat(row.Select(cell => $"<td>{cell}</td>"))}</tr>\n");
        return text.Append("</table></div>\n").ToString();
    }

    private static string Figure(FindingChart chart, string folder)
    {
        string picture = Convert.ToBase64String(File.ReadAllBytes(Path.Combine(folder, chart.Name + ".png")));
        string caption = Escaped(chart.Caption);
        return $"<figure><img src=\"data:image/png;base64,{picture}\" alt=\"{caption}\"><figcaption>{caption}</figcaption></figure>\n";
    }

    private static string List(string title, IReadOnlyList<string> lines) => lines.Count == 0
        ? ""
        : $"<h2>{Escaped(title)}</h2>\n<ul>\n{string.Concat(lines.Select(line => $"<li>{Escaped(line)}</li>\n"))}</ul>\n";
}
