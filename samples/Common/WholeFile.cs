using System.Text;

namespace NormNet.Samples.Common;

/// <summary>Writes a file so that a reader meets the old content or the new one, never half of it.</summary>
public static class WholeFile
{
    /// <summary>Writes bytes beside the target and renames them onto it.</summary>
    /// <exception cref="IOException">The folder is absent or not writable; the target is as it was.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".tmp";
        try
        {
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes text as UTF-8 without a byte order mark beside the target and renames it onto it.</summary>
    /// <exception cref="IOException">The folder is absent or not writable; the target is as it was.</exception>
    public static void Write(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content));
}
