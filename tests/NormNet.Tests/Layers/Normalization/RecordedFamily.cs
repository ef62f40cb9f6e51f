using System.Text.Json;

namespace NormNet.Tests.Layers;

/// <summary>libtorch's numbers for configurations of the normalization family; the file says which version and program made them.</summary>
public sealed record RecordedFamily(string Source, IReadOnlyList<RecordedCase> Cases)
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static RecordedFamily Load() => JsonSerializer.Deserialize<RecordedFamily>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Layers", "Normalization", "recorded", "libtorch-family.json")), Format)!;
}

/// <summary>One configuration, with the float numbers that went in and the double numbers that came out.</summary>
public sealed record RecordedCase(
    string Member,
    string Mode,
    int[] Shape,
    double Epsilon,
    int Groups,
    int TrailingAxes,
    double Momentum,
    IReadOnlyDictionary<string, float[]> Inputs,
    IReadOnlyDictionary<string, RecordedResult> Results)
{
    public override string ToString() => $"{Member} [{string.Join(", ", Shape)}] {Mode}";
}

/// <summary>A result's numbers and the largest term before cancellation behind one of them.</summary>
public sealed record RecordedResult(double Scale, double[] Values);
