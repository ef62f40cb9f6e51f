using System.Diagnostics;

namespace NormNet.Autograd;

/// <summary>Where in the user's program an operation was asked for.</summary>
internal static class SourceLine
{
    private static readonly HashSet<string> Floors =
        ["NormNet.Tensors", "NormNet.Autograd", "NormNet.Layers", "NormNet.Optimizers", "NormNet.Data", "NormNet.Training", "NormNet.Lab"];

    /// <summary>File and line of the first caller outside NormNet, such as <c>Lesson.cs:17</c>; null without debug information.</summary>
    internal static string? OfCaller()
    {
        foreach (StackFrame frame in new StackTrace(skipFrames: 1, fNeedFileInfo: true).GetFrames())
        {
            string? assembly = DiagnosticMethodInfo.Create(frame)?.DeclaringAssemblyName.Split(',')[0];
            if (assembly is null || Floors.Contains(assembly))
                continue;
            return frame.GetFileName() is { } file ? $"{Path.GetFileName(file)}:{frame.GetFileLineNumber()}" : null;
        }

        return null;
    }
}
