using System.Diagnostics;

namespace NormNet.Peers;

/// <summary>Takes both sides' times in turns, so that a machine that slows down or is shared slows both.</summary>
internal static class AlternatingBlocks
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.8);
    private static readonly TimeSpan BlockLength = TimeSpan.FromSeconds(0.15);

    /// <summary>One time is taken over as many runs as last this long, against which the clock's own cost is nothing.</summary>
    private static readonly TimeSpan SampleLength = TimeSpan.FromMicroseconds(50);

    /// <summary>Long enough for the threads of one side, which look for further work for a while, to fall asleep before the other starts.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    internal static Measurement Run(Workload workload, int blocks)
    {
        int ourRuns = RunsPerSample(workload, Side.NormNet), theirRuns = RunsPerSample(workload, Side.Torch);
        var ours = new List<double>();
        var theirs = new List<double>();
        var allocated = new List<double>();
        for (int block = 0; block < blocks; block++)
        {
            // Who begins alternates too: A B, B A, A B, ...
            if (block % 2 == 1)
                theirs.Add(Block(workload, Side.Torch, theirRuns).Time);

            (double time, double bytes) = Block(workload, Side.NormNet, ourRuns);
            ours.Add(time);
            allocated.Add(bytes);

            if (block % 2 == 0)
                theirs.Add(Block(workload, Side.Torch, theirRuns).Time);
        }

        return new Measurement(Timing.Of(ours), Timing.Of(theirs), Timing.MedianOf(allocated));
    }

    /// <summary>Warms a side up, until its code is compiled for good, and counts the runs of a sample.</summary>
    private static int RunsPerSample(Workload workload, Side side)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan shortest = TimeSpan.MaxValue;
        do
        {
            long before = Stopwatch.GetTimestamp();
            workload.Run(side);
            TimeSpan time = Stopwatch.GetElapsedTime(before);
            shortest = time < shortest ? time : shortest;
        }
        while (Stopwatch.GetElapsedTime(start) < WarmUp);

        return (int)Math.Max(1, Math.Ceiling(SampleLength / shortest));
    }

    /// <summary>The median of a run's milliseconds, and the bytes it allocated on average.</summary>
    private static (double Time, double Bytes) Block(Workload workload, Side side, int runsPerSample)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Thread.Sleep(Pause);
        workload.Run(side);

        var samples = new List<double>(capacity: 8192);
        long start = Stopwatch.GetTimestamp(), bytes = GC.GetTotalAllocatedBytes(precise: true);
        do
        {
            long before = Stopwatch.GetTimestamp();
            for (int run = 0; run < runsPerSample; run++)
                workload.Run(side);
            samples.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds / runsPerSample);
        }
        while (Stopwatch.GetElapsedTime(start) < BlockLength || samples.Count < 3);

        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        return (Timing.MedianOf(samples), (double)bytes / samples.Count / runsPerSample);
    }
}
