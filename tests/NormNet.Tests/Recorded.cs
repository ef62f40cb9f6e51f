using System.Text.Json;

namespace NormNet.Tests;

/// <summary>Numbers of another program, recorded in a JSON file beside the program that made them.</summary>
internal static class Recorded
{
    /// <summary>Reads a file by its path from the tests' folder, such as <c>Optimizers/recorded/updates.json</c>.</summary>
    internal static TRecord Read<TRecord>(string path) =>
        JsonSerializer.Deserialize<TRecord>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, path)), JsonSerializerOptions.Web)!;
}
