using System.Globalization;
using System.Text;
using NormNet.Tensors;

namespace NormNet.Samples.Experiments;

/// <summary>What an experiment leaves in its folder: tables as CSV, pictures as PNG and SVG, report.md, report.html, report.json.</summary>
internal static class ReportFolder
{
    internal static void Write(string folder, Report report)
    {
        Directory.CreateDirectory(folder);
        foreach (FindingTable table in report.Findings.Tables)
            WriteText(Path.Combine(folder, table.Name + ".csv"), Csv(table));
        foreach (FindingChart chart in report.Findings.Charts)
        {
            chart.Chart.SavePng(folder, chart.Name);
            chart.Chart.SaveSvg(folder, chart.Name);
        }

        WriteText(Path.Combine(folder, "report.md"), ReportMarkdown.Of(report));
        WriteText(Path.Combine(folder, "report.html"), ReportPage.Of(report, folder));
        ReportJson.Write(Path.Combine(folder, "report.json"), [report]);
    }

    internal static void WriteText(string path, string text) =>
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>A table with one more column behind each that has a spread; numbers in full, texts quoted where they must be.</summary>
    internal static string Csv(FindingTable table)
    {
        bool[] spread = [.. table.Columns.Select((_, column) => table.Rows.Any(row => row[column].Number is { Count: > 1 }))];
        var text = new StringBuilder();
        AppendLine(table.Columns.SelectMany((name, column) => spread[column] ? [name, $"{name}, deviation"] : (string[])[name]));
        foreach (IReadOnlyList<Cell> row in table.Rows)
            AppendLine(row.SelectMany((cell, column) => spread[column] ? [Number(cell), Deviation(cell)] : (string[])[Number(cell)]));
        return text.ToString();

        void AppendLine(IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Quoted)).Append('\n');
    }

    private static string Number(Cell cell) =>
        cell.Number is { } number ? number.Mean.ToString("R", CultureInfo.InvariantCulture) : cell.Text;

    private static string Deviation(Cell cell) =>
        cell.Number is { Count: > 1 } number ? number.Deviation.ToString("R", CultureInfo.InvariantCulture) : "";

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(",\"\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
