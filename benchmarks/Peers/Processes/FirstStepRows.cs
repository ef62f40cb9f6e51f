using System.Diagnostics;
using System.Globalization;

namespace NormNet.Peers;

/// <summary>The last two rows: how long a new process takes to its first training step, and how much memory it holds then.</summary>
internal static class FirstStepRows
{
    /// <summary>The option, with the number of threads, by which this program starts itself for libtorch.</summary>
    internal const string Option = "--first-step";

    /// <summary>NormNet's program of one step, published beside this one.</summary>
    private const string Program = "first-step/NormNet.FirstStep";

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
        string name = side == Side.NormNet ? Program : typeof(FirstStepRows).Assembly.GetName().Name!;
        string program = Path.Combine(AppContext.BaseDirectory, name);
        string host = Environment.ProcessPath!;
        bool isHosted = Path.GetFileNameWithoutExtension(host) == "dotnet";
        string file = isHosted ? host : program + (OperatingSystem.IsWindows() ? ".exe" : "");
        var start = new ProcessStartInfo(file) { RedirectStandardOutput = true, UseShellExecute = false };
        if (isHosted)
            start.ArgumentList.Add($"{program}.dll");
        if (side == Side.Torch)
            start.ArgumentList.Add(Option);
        start.ArgumentList.Add($"{threads}");

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
