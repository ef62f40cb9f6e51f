using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using NormNet.Tensors;

namespace NormNet.Samples.Common;

/// <summary>The figures of one training run, as <c>--json</c> writes them.</summary>
/// <param name="Program">The program's name.</param>
/// <param name="Precision"><c>float</c> or <c>double</c>.</param>
/// <param name="Seed">Where all randomness started.</param>
/// <param name="Epochs">Epochs begun.</param>
/// <param name="Steps">Optimizer steps done, those before a resumed checkpoint included.</param>
/// <param name="TrainSeconds">Seconds of training, without data, start-up and the test at the end.</param>
/// <param name="SamplesPerSecond">Samples trained on in one of these seconds.</param>
/// <param name="TrainLoss">Mean cross-entropy over the last epoch's training batches, in nats.</param>
/// <param name="TestLoss">Mean cross-entropy over the test samples, in nats.</param>
/// <param name="TestAccuracy">Share of the test samples that were taken for what they are, 0 to 1.</param>
/// <param name="Parameters">Numbers that are trained.</param>
public sealed record RunSummary(
    string Program,
    string Precision,
    int Seed,
    int Epochs,
    long Steps,
    double TrainSeconds,
    double SamplesPerSecond,
    double TrainLoss,
    double TestLoss,
    double TestAccuracy,
    long Parameters)
{
    /// <summary>Prints the figures as a table.</summary>
    public void Print() => ResultTable.Write(Program,
    [
        ("test accuracy", Text($"{100 * TestAccuracy:F2} %")),
        ("test loss", Text($"{TestLoss:F4}")),
        ("training loss, last epoch", Text($"{TrainLoss:F4}")),
        ("parameters", Text($"{Parameters:N0}")),
        ("epochs, steps", Text($"{Epochs}, {Steps:N0}")),
        ("training time", Text($"{TrainSeconds:F1} s, {SamplesPerSecond:N0} samples/s")),
        ("precision, seed", Text($"{Precision}, {Seed}")),
    ]);

    /// <summary>Writes the figures as a JSON object with camel-case names; a number that is not finite becomes a string.</summary>
    /// <exception cref="IOException">The file cannot be written; what was there is unchanged.</exception>
    public void Write(string path) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, this, SummaryJson.Default.RunSummary));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(RunSummary))]
internal sealed partial class SummaryJson : JsonSerializerContext;
