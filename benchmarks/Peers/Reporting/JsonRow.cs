using System.Text.Json;
using System.Text.Json.Serialization;

namespace NormNet.Peers;

/// <summary>A row of the JSON file; the ratio is libtorch's figure by NormNet's.</summary>
internal sealed record JsonRow(
    [property: JsonPropertyName("workload")] string Workload,
    [property: JsonPropertyName("threads")] int Threads,
    [property: JsonPropertyName("unit")] string Unit,
    [property: JsonPropertyName("normnet")] double NormNet,
    [property: JsonPropertyName("torch")] double Torch,
    [property: JsonPropertyName("ratio")] double Ratio)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static void Write(string path, IReadOnlyList<JsonRow> rows) => File.WriteAllText(path, JsonSerializer.Serialize(rows, Options) + "\n");
}
