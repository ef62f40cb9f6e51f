using System.Text;

namespace NormNet.Samples.Experiments;

/// <summary>A report as Markdown, with pictures beside it.</summary>
internal static class ReportMarkdown
{
    internal static string Of(Report report)
    {
        var text = new StringBuilder();
        Experiment experiment = report.Experiment;
        text.Append($"# {experiment.Title}\n\n{experiment.Source}. `{experiment.Name}`, {ReportText.Setting(report.Settings)}.\n\n");
        text.Append("| claim | verdict | figures |\n|---|---|---|\n");
        foreach (Claim claim in report.Findings.Claims)
            text.Append($"| {Escaped(claim.Text)} | **{claim.Verdict}** | {Escaped(claim.Figures)} |\n");
        foreach (FindingTable table in report.Findings.Tables)
            text.Append($"\n## {table.Title}\n\n{Table(table)}");
        foreach (FindingChart chart in report.Findings.Charts)
            text.Append($"\n![{chart.Caption}]({chart.Name}.png)\n\n{chart.Caption}\n");
        AppendList(text, "Chosen where the paper says nothing", experiment.Choices(report.Settings));
        AppendList(text, "Notes", [.. report.Findings.Notes, ReportText.Cost(report) + "."]);
        return text.ToString();
    }

    internal static string Table(FindingTable table)
    {
        var text = new StringBuilder();
        text.Append($"| {string.Join(" | ", table.Columns.Select(Escaped))} |\n|{string.Concat(table.Columns.Select(_ => "---|"))}\n");
        foreach (IReadOnlyList<Cell> row in table.Rows)
            text.Append($"| {string.Join(" | ", row.Select(cell => Escaped(cell.Text)))} |\n");
        return text.ToString();
    }

    private static void AppendList(StringBuilder text, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;
        text.Append($"\n## {title}\n\n");
        foreach (string line in lines)
            text.Append($"- {line}\n");
    }

    private static string Escaped(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
