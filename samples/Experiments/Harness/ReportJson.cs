using System.Text.Json;
using System.Text.Json.Serialization;
using NormNet.Tensors;

namespace NormNet.Samples.Experiments;

/// <summary>Experiments' numbers and verdicts as JSON: an array with one object for each.</summary>
internal static class ReportJson
{
    internal static void Write(string path, IReadOnlyList<Report> reports) => AtomicFile.Write(
        path, stream => JsonSerializer.Serialize(stream, [.. reports.Select(Of)], SummaryJson.Default.ExperimentSummaryArray));

    private static ExperimentSummary Of(Report report) => new(
        report.Experiment.Name,
        report.Experiment.Title,
        report.Experiment.Source,
        report.Settings.Effort.ToString(),
        report.Settings.Images.Description,
        [.. report.Settings.SeedNumbers],
        [.. report.Experiment.Choices(report.Settings)],
        [.. report.Findings.Tables.Select(Of)],
        [.. report.Findings.Claims.Select(claim => new ClaimSummary(claim.Text, claim.Holds, claim.Figures))],
        [.. report.Findings.Notes],
        report.Runs,
        report.DivergedRuns,
        report.Seconds,
        report.SamplesPerSecond);

    private static TableSummary Of(FindingTable table) => new(
        table.Name,
        table.Title,
        [.. table.Columns],
        [.. table.Rows.Select(row => row.Select(cell => new CellSummary(cell.Text, cell.Number?.Mean, cell.Number?.Deviation)).ToArray())]);
}

internal sealed record ExperimentSummary(
    string Experiment,
    string Title,
    string Source,
    string Setting,
    string Data,
    int[] Seeds,
    string[] Choices,
    TableSummary[] Tables,
    ClaimSummary[] Claims,
    string[] Notes,
    int Runs,
    int DivergedRuns,
    double Seconds,
    double SamplesPerSecond);

internal sealed record TableSummary(string Name, string Title, string[] Columns, CellSummary[][] Rows);

internal sealed record CellSummary(string Text, double? Mean, double? Deviation);

internal sealed record ClaimSummary(string Claim, bool? Holds, string Figures);

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(ExperimentSummary[]))]
internal sealed partial class SummaryJson : JsonSerializerContext;
