using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using NormNet.Lab;
using NormNet.Tensors;

namespace NormNet.Samples.CompareBatchNorm;

/// <summary>Writes a comparison's rows as CSV and JSON; a quantity that a route does not have is left out.</summary>
internal static class ComparisonFiles
{
    internal static void Write(CompareOptions options, Comparison comparison)
    {
        FileRow[] rows = [.. comparison.Rows.Where(row => row.Difference is not null).Select(FileRow.Of)];
        if (options.Csv is { } csv)
            AtomicFile.Write(csv, stream => WriteCsv(stream, rows));
        if (options.Json is { } json)
        {
            var file = new ComparisonFile(rows, comparison.Verdict.ToString());
            AtomicFile.Write(json, stream => JsonSerializer.Serialize(stream, file, ComparisonJson.Default.ComparisonFile));
        }
    }

    private static void WriteCsv(Stream stream, FileRow[] rows)
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        writer.WriteLine("quantity,route,reference,precision,scaledMax,maxAbs,elementwiseRelative,maxUlp,agrees");
        foreach (FileRow row in rows)
        {
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Quantity},{row.Route},{row.Reference},{row.Precision},{row.ScaledMax:R},{row.MaxAbs:R},"
                    + $"{row.ElementwiseRelative:R},{row.MaxUlp:R},{(row.Agrees ? "true" : "false")}"));
        }
    }
}

/// <summary>One row of the files.</summary>
internal sealed record FileRow(
    string Quantity,
    string Route,
    string Reference,
    string Precision,
    double ScaledMax,
    double MaxAbs,
    double ElementwiseRelative,
    double MaxUlp,
    bool Agrees)
{
    internal static FileRow Of(ComparisonRow row)
    {
        Difference difference = row.Difference!;
        return new(
            row.Quantity.Symbol(), row.Route, row.Reference, row.Precision, difference.ScaledMax, difference.MaxAbs,
            difference.ElementwiseRelative, difference.MaxUlp, difference.Agrees);
    }
}

/// <summary>What <c>--json</c> writes.</summary>
internal sealed record ComparisonFile(IReadOnlyList<FileRow> Rows, string Verdict);

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(ComparisonFile))]
internal sealed partial class ComparisonJson : JsonSerializerContext;
