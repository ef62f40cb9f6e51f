using System.Diagnostics;
using System.Globalization;

namespace NormNet.Benchmarks;

/// <summary>Memory over a long training: nothing may grow, and a step allocates the same at the end as at the start.</summary>
internal static class Soak
{
    private const int Usual = 100_000;
    private const int Lines = 10;

    internal static void Run(ReadOnlySpan<string> options)
    {
        int steps = Usual;
        if (options.Length > 1 || (options.Length == 1 && !(int.TryParse(options[0], NumberStyles.None, CultureInfo.InvariantCulture, out steps) && steps >= Lines)))
            throw new ArgumentException($"soak takes one whole number of steps, at least {Lines}, not '{string.Join(' ', options.ToArray())}'");

        var training = new Training(Networks.Mlp(20, 32, 32), [32, 20]);
        (int forward, int backward) = training.Operations();
        Console.WriteLine($"MLP 20-32-32-10 with batch normalization, batch 32: {forward} operations forward, {backward} backward");
        Console.WriteLine($"{"steps",9} {"µs/step",9} {"bytes/step",11} {"bytes/operation",16} {"live KiB",9} {"working set MiB",16}");
        for (int line = 1; line <= Lines; line++)
        {
            long bytes = GC.GetTotalAllocatedBytes(precise: true), start = Stopwatch.GetTimestamp();
            for (int step = 0; step < steps / Lines; step++)
                training.Step();
            double microseconds = Stopwatch.GetElapsedTime(start).TotalMicroseconds / (steps / Lines);
            double perStep = (double)(GC.GetTotalAllocatedBytes(precise: true) - bytes) / (steps / Lines);
            using var process = Process.GetCurrentProcess();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{line * (steps / Lines),9} {microseconds,9:F1} {perStep,11:F0} {perStep / (forward + backward),16:F0} "
                + $"{GC.GetTotalMemory(forceFullCollection: true) / 1024.0,9:F0} {process.WorkingSet64 / 1048576.0,16:F1}"));
        }
    }
}
