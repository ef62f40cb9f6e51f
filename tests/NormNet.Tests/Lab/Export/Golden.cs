using System.Runtime.CompilerServices;

namespace NormNet.Tests.Lab.Export;

/// <summary>Texts kept beside the tests, against which new ones are compared.</summary>
internal static class Golden
{
    /// <summary>Fails where a text differs from the kept one; with NORMNET_UPDATE_GOLDEN=1 it is kept instead, to be looked at.</summary>
    public static void ShouldMatch(string text, string name, [CallerFilePath] string test = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(test)!, "Golden", name);
        if (Environment.GetEnvironmentVariable("NORMNET_UPDATE_GOLDEN") == "1")
            File.WriteAllText(path, text);
        text.ShouldBe(File.ReadAllText(path));
    }
}
