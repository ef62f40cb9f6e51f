using System.Diagnostics;
using System.Globalization;

namespace NormNet.Peers;

/// <summary>The last two rows: how long a new process takes to its first training step, and how much memory it holds then.</summary>
internal static class FirstStepRows
{
    /// <summary>The option by which this program starts itself for one side.</summary>
    internal const string Option = "--first-step";

    private const string Time = "a new process to its first training step";
    private const string Memory = "memory of a new process at its first training step";

    internal static IReadOnlyList<string> Names { get; } = [Time, Memory];

    internal static void Add(Report report, Options options)
    {
        if (!Names.Any(options.Wants))
            return;

        int threads = options.Threads[^1];
        var measured = new Dictionary<Side, List<(double Milliseconds, double Mebibytes)>> { [Side.NormNet] = [], [Side.Torch] = [] };
        for (int block = 0; block < options.Blocks; block++)
        {
            foreach (Side side in block % 2 == 0 ? new[] { Side.NormNet, Side.Torch } : [Side.Torch, Side.NormNet])
                measured[side].Add(Start(side, threads));
        }

        if (options.Wants(Time))
            report.Add(Time, threads, "ms", TimingOf(Side.NormNet, run => run.Milliseconds), TimingOf(Side.Torch, run => run.Milliseconds));
        if (options.Wants(Memory))
            report.Add(Memory, threads, "MiB", TimingOf(Side.NormNet, run => run.Mebibytes), TimingOf(Side.Torch, run => run.Mebibytes));

        Timing TimingOf(Side side, Func<(double Milliseconds, double Mebibytes), double> figure) => Timing.Of([.. measured[side].Select(figure)]);
    }

    /// <summary>Starts a process and waits for the line that it prints after its first step; its peak memory is in the next.</summary>
    private static (double Milliseconds, double Mebibytes) Start(Side side, int threads)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(typeof(FirstStepRows).Assembly.Location);
        foreach (string argument in new[] { Option, $"{side}", "--threads", $"{threads}" })
            start.ArgumentList.Add(argument);

        long started = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        process.StandardOutput.ReadLine();
        double milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        string? line = process.StandardOutput.ReadLine();
        process.WaitForExit();
        return line is not null && process.ExitCode == 0
            ? (milliseconds, double.Parse(line, CultureInfo.InvariantCulture))
            : throw new IOException($"the process that takes {side}'s first step ended with code {process.ExitCode}");
    }
}
