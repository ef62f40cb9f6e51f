using System.Diagnostics;

namespace NormNet.Autograd;

/// <summary>Where in the user's program an operation was asked for.</summary>
internal static class SourceLine
{
    private const int Skipped = 1;

    private static readonly HashSet<string> Floors =
        ["NormNet.Tensors", "NormNet.Autograd", "NormNet.Layers", "NormNet.Optimizers", "NormNet.Data", "NormNet.Training", "NormNet.Lab"];

    /// <summary>File and line of the first caller outside NormNet, such as <c>Lesson.cs:17</c>; null without debug information.</summary>
    internal static string? OfCaller()
    {
        // Files and lines are looked up for one frame: debug information of every assembly on the way would be read otherwise.
        StackFrame[] frames = new StackTrace(Skipped, fNeedFileInfo: false).GetFrames();
        for (int i = 0; i < frames.Length; i++)
        {
            string? assembly = DiagnosticMethodInfo.Create(frames[i])?.DeclaringAssemblyName.Split(',')[0];
            if (assembly is null || Floors.Contains(assembly))
                continue;
            var frame = new StackFrame(Skipped + i, needFileInfo: true);
            return frame.GetFileName() is { } file ? $"{Path.GetFileName(file)}:{frame.GetFileLineNumber()}" : null;
        }

        return null;
    }
}
