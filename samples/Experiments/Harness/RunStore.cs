using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NormNet.Tensors;

namespace NormNet.Samples.Experiments;

/// <summary>Keeps finished runs in a folder, one file each, so that they are not repeated.</summary>
internal sealed class RunStore(string folder, Experiment experiment, ExperimentSettings settings)
{
    /// <summary>A run that was finished with the same settings; null where there is none, or its file is damaged.</summary>
    public RunResult? Find(ExperimentRun run)
    {
        string path = PathOf(run);
        if (!File.Exists(path))
            return null;
        try
        {
            using FileStream stream = File.OpenRead(path);
            StoredRun? stored = JsonSerializer.Deserialize(stream, StoredRunJson.Default.StoredRun);
            return stored?.Fingerprint == Fingerprint(run) ? stored.Result : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps a finished run.</summary>
    public void Keep(ExperimentRun run, RunResult result)
    {
        string path = PathOf(run);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(
            path,
            stream => JsonSerializer.Serialize(stream, new StoredRun(run.Key, Fingerprint(run), result), StoredRunJson.Default.StoredRun));
    }

    private string PathOf(ExperimentRun run) => Path.Combine([folder, .. $"{run.Key}.json".Split('/')]);

    // Not the number of seeds: more of them add runs and change none.
    private string Fingerprint(ExperimentRun run) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n',
        experiment.Name,
        experiment.Revision,
        settings.Effort,
        settings.Images.Identity,
        string.Join(' ', settings.Switches.Order(StringComparer.Ordinal)),
        run.Key,
        run.Steps))));
}

internal sealed record StoredRun(string Key, string Fingerprint, RunResult Result);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(StoredRun))]
internal sealed partial class StoredRunJson : JsonSerializerContext;
