using static System.FormattableString;

namespace NormNet.Samples.Experiments;

/// <summary>What the console says of an experiment, and the sentences that every kind of report shares.</summary>
internal static class ReportText
{
    public static string Setting(ExperimentSettings settings) =>
        Invariant($"{(settings.Quick ? "quick" : "full")} setting, {Seeds(settings)}, {settings.Images.Description}");

    public static string Cost(Report report)
    {
        var time = TimeSpan.FromSeconds(report.Seconds);
        string diverged = report.DivergedRuns > 0 ? Invariant($", {report.DivergedRuns} of them diverged") : "";
        return Invariant($"{report.Runs} runs{diverged}; their times add up to {(int)time.TotalMinutes} min {time.Seconds} s, ")
            + Invariant($"{report.SamplesPerSecond:N0} samples/s in a run");
    }

    public static string Line(Claim claim) => $"{claim.Verdict}: {claim.Text} ({claim.Figures})";

    public static void WriteStart(Experiment experiment, ExperimentSettings settings, TextWriter output)
    {
        output.WriteLine($"{experiment.Name}: {experiment.Title}");
        output.WriteLine($"  {experiment.Source}");
        output.WriteLine($"  {Setting(settings)}");
        foreach (string choice in experiment.Choices(settings))
            output.WriteLine($"  chosen: {choice}");
    }

    public static void WriteVerdicts(Report report, TextWriter output)
    {
        foreach (FindingTable table in report.Findings.Tables)
            WriteTable(table, output);
        foreach (Claim claim in report.Findings.Claims)
            output.WriteLine($"  {Line(claim)}");
        foreach (string note in report.Findings.Notes)
            output.WriteLine($"  note: {note}");
        output.WriteLine($"  {Cost(report)}");
    }

    private static void WriteTable(FindingTable table, TextWriter output)
    {
        string[][] rows = [[.. table.Columns], .. table.Rows.Select(row => row.Select(cell => cell.Text).ToArray())];
        int[] widths = [.. Enumerable.Range(0, table.Columns.Count).Select(column => rows.Max(row => row[column].Length))];
        output.WriteLine($"  {table.Title}");
        foreach (string[] row in rows)
            output.WriteLine("    " + string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    private static string Seeds(ExperimentSettings settings) =>
        settings.Seeds == 1
            ? Invariant($"seed {settings.FirstSeed}")
            : Invariant($"{settings.Seeds} seeds from {settings.FirstSeed}");
}
