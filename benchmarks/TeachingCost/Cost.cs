using System.Diagnostics;

namespace NormNet.TeachingCost;

/// <summary>Medians over blocks of steps.</summary>
/// <param name="Milliseconds">Of a step.</param>
/// <param name="AllocatedBytes">By a step, on all threads.</param>
/// <param name="KeptBytes">What is alive more while a step's tape is open, its tensors' pooled memory aside.</param>
internal sealed record Cost(double Milliseconds, double AllocatedBytes, double KeptBytes)
{
    private const int Blocks = 15;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    /// <summary>Costs of several steps that take turns, so that what the machine does besides meets all alike.</summary>
    public static Cost[] Of(int stepsPerBlock, params Action<Action?>[] steps)
    {
        foreach (Action<Action?> step in steps)
        {
            for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < WarmUp;)
                step(null);
        }

        var times = new double[steps.Length, Blocks];
        var bytes = new double[steps.Length, Blocks];
        for (int block = 0; block < Blocks; block++)
        {
            for (int turn = 0; turn < steps.Length; turn++)
            {
                int which = block % 2 == 0 ? turn : steps.Length - 1 - turn;
                long before = GC.GetTotalAllocatedBytes(precise: true), start = Stopwatch.GetTimestamp();
                for (int i = 0; i < stepsPerBlock; i++)
                    steps[which](null);
                times[which, block] = Stopwatch.GetElapsedTime(start).TotalMilliseconds / stepsPerBlock;
                bytes[which, block] = (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / stepsPerBlock;
            }
        }

        return [.. steps.Select((step, i) => new Cost(Median(times, i), Median(bytes, i), Kept(step)))];
    }

    private static double Kept(Action<Action?> step)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true), open = 0;
        step(() => open = GC.GetTotalMemory(forceFullCollection: true));
        return open - before;
    }

    private static double Median(double[,] all, int row)
    {
        double[] values = [.. Enumerable.Range(0, Blocks).Select(block => all[row, block])];
        Array.Sort(values);
        return values[Blocks / 2];
    }
}
