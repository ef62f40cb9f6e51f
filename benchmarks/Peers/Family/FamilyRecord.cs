using System.Text.Json;
using NormNet.Tensors;
using TorchSharp;

namespace NormNet.Peers;

/// <summary>Writes libtorch's numbers, computed in double from inputs in float, as the file that NormNet's tests hold its layers against.</summary>
internal static class FamilyRecord
{
    private const int Configurations = 30;

    /// <summary>Inputs of so few elements that the file stays small.</summary>
    private const int Largest = 40;

    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    internal static void Write(string path, int seed)
    {
        object[] cases = [.. FamilyCases.Draw(seed, Largest).Where(family => family.Plan.ValuesPerStatistic >= 4).Take(Configurations).Select(Entry)];
        var record = new { Source = $"libtorch, float64, by TorchSharp {typeof(torch).Assembly.GetName().Version}; benchmarks/Peers --record, seed {seed}", Cases = cases };
        File.WriteAllText(path, JsonSerializer.Serialize(record, Format) + "\n");
    }

    private static object Entry(FamilyCase family)
    {
        FamilyScales scales = FamilyScales.Of(family);
        return new
        {
            Member = $"{family.Member}",
            Mode = $"{family.Mode}",
            Shape = family.Shape.Extents.ToArray(),
            family.Epsilon,
            family.Groups,
            family.TrailingAxes,
            family.Momentum,
            Inputs = new Dictionary<string, Tensor<float>?>
            {
                ["x"] = family.X, ["upstream"] = family.Upstream, ["weight"] = family.Weight, ["bias"] = family.Bias,
                ["running_mean"] = family.RunningMean, ["running_var"] = family.RunningVariance,
            }.Where(input => input.Value is not null).ToDictionary(input => input.Key, input => input.Value!.AsSpan().ToArray()),
            Results = FamilyByTorch.Compute(family, torch.ScalarType.Float64).Named
                .ToDictionary(named => named.Name, named => new { Scale = scales[named.Name] * scales.Growth, named.Values }),
        };
    }
}
