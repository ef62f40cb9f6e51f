using System.Diagnostics;
using System.Runtime.ExceptionServices;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Samples.Experiments;

/// <summary>Computes independent runs, several at once: a thread for each, and those that are left for the last ones' kernels.</summary>
/// <remarks>
/// Kernels may be used by several threads at once: a tape and scratch memory belong to a thread, storage comes from a pool that is safe,
/// and the bits do not depend on how many threads a kernel has. So a run's result is the same whatever runs beside it.
/// </remarks>
internal sealed class RunQueue(int threads, bool steerKernels, Action<long> advanced, Action<ExperimentRun, RunResult> finished)
{
    private readonly Lock _lock = new();
    private readonly Queue<ExperimentRun> _waiting = new();
    private int _active;
    private Exception? _failure;

    /// <summary>Computes the runs.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; finished runs were handed over.</exception>
    public void Run(IEnumerable<ExperimentRun> runs, CancellationToken cancellation)
    {
        foreach (ExperimentRun run in runs)
            _waiting.Enqueue(run);
        int kernelThreads = Workers.Count;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            Thread[] workers = [.. Enumerable.Range(0, Math.Min(threads, _waiting.Count)).Select(i => StartWorker(i, stop))];
            foreach (Thread worker in workers)
                worker.Join();
        }
        finally
        {
            if (steerKernels)
                Workers.Count = kernelThreads;
        }

        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
    }

    private Thread StartWorker(int index, CancellationTokenSource stop)
    {
        var thread = new Thread(() => Work(stop)) { Name = $"run {index + 1}", IsBackground = true };
        thread.Start();
        return thread;
    }

    private void Work(CancellationTokenSource stop)
    {
        while (Take() is { } run)
        {
            try
            {
                stop.Token.ThrowIfCancellationRequested();
                RunResult result = Compute(run, stop.Token);
                lock (_lock)
                    finished(run, result);
            }
            catch (Exception failure)
            {
                lock (_lock)
                {
                    _failure ??= failure;
                    _waiting.Clear();
                }

                stop.Cancel();
            }
            finally
            {
                CountActive(-1);
            }
        }
    }

    private ExperimentRun? Take()
    {
        lock (_lock)
        {
            if (!_waiting.TryDequeue(out ExperimentRun? run))
                return null;
            CountActive(1);
            return run;
        }
    }

    private void CountActive(int change)
    {
        lock (_lock)
        {
            _active += change;
            if (steerKernels)
                Workers.Count = Math.Max(1, threads - Math.Max(_active, 1) + 1);
        }
    }

    private RunResult Compute(ExperimentRun run, CancellationToken cancellation)
    {
        var context = new RunContext(advanced, cancellation);
        long started = Stopwatch.GetTimestamp();
        RunResult result;
        try
        {
            result = run.Train(context);
        }
        catch (NonFiniteException)
        {
            result = context.Result;
            result.Diverged = true;
        }

        // A diverged run has done all it will, and so has one that stopped early.
        if (context.Advanced < run.Steps)
            advanced(run.Steps - context.Advanced);
        if (result.Seconds == 0)
            result.Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return result;
    }
}
