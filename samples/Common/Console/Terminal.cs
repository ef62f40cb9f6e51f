using Spectre.Console;

namespace NormNet.Samples.Common;

/// <summary>What standard output can show.</summary>
public static class Terminal
{
    /// <summary>Whether lines can be redrawn: not in a file, a pipe or a dumb terminal.</summary>
    public static bool IsRich { get; } = !System.Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Ansi;
}
