using System.Diagnostics;

namespace NormNet.Peers;

/// <summary>Runs the same loop on several threads at once.</summary>
internal static class Together
{
    /// <summary>The seconds from when all threads are ready until the last is done.</summary>
    internal static double Seconds(int threads, Action<int> loop)
    {
        using var barrier = new Barrier(threads);
        long[] started = new long[threads], ended = new long[threads];
        Thread[] others = [.. Enumerable.Range(1, threads - 1).Select(index => new Thread(() => Run(index)))];
        foreach (Thread other in others)
            other.Start();
        Run(0);
        foreach (Thread other in others)
            other.Join();
        return Stopwatch.GetElapsedTime(started.Min(), ended.Max()).TotalSeconds;

        void Run(int index)
        {
            barrier.SignalAndWait();
            started[index] = Stopwatch.GetTimestamp();
            loop(index);
            ended[index] = Stopwatch.GetTimestamp();
        }
    }
}
