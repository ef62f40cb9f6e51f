using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace NormNet.Tensors;

/// <summary>The one pool of threads that every kernel of the process shares; the calling thread takes part.</summary>
/// <remarks>
/// One loop at a time is spread over the threads. A loop inside another, or of a second thread while the pool is busy, runs where it is
/// called. A call allocates nothing: the body stays on the caller's stack and the workers get its address. Idle workers wait in a loop
/// for a moment, because the next kernel of a training step comes within microseconds, and then sleep.
/// Every thread has a share of the indices of its own, the same in each loop over as many, and takes from the end of another's only
/// when its own is done: what one kernel wrote the next then finds in the caches of its own processor.
/// </remarks>
public static unsafe class Workers
{
    /// <summary>Pieces per thread: enough that a thread which is held up by the system leaves its share to the others.</summary>
    private const int PiecesPerThread = 8;

    private static readonly Lock Starting = new();
    private static Worker[] _workers = [];
    private static int _count = Environment.ProcessorCount;
    private static int _busy;

    // The loop at work. The epoch is odd while workers may join, even in between; the fields below are written only while it is even
    // and no worker is active, so whoever entered and then saw an odd epoch reads them whole.
    private static int _epoch;
    private static int _active;
    private static int _helpers;
    private static int _piece;
    private static Share[] _shares = [];
    private static void* _body;
    private static delegate*<void*, int, int, void> _run;
    private static Exception? _failure;

    /// <summary>How many threads take part in a loop, the caller included; at first the number of processors.</summary>
    /// <remarks>Results do not depend on it: no kernel cuts a sum by the number of threads.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public static int Count
    {
        get => Volatile.Read(ref _count);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            Volatile.Write(ref _count, value);
        }
    }

    /// <summary>
    /// Runs <paramref name="body"/> over the indices 0 … <paramref name="count"/> − 1, on several threads where that pays.
    /// </summary>
    /// <param name="count">How many indices; none is no error.</param>
    /// <param name="grain">The fewest indices worth a piece of their own; up to this many run on the calling thread alone.</param>
    /// <param name="body">What to do; copied once, shared by all threads.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative or <paramref name="grain"/> less than
    /// 1.</exception>
    /// <remarks>The first exception of a body ends the loop early and reaches the caller.</remarks>
    public static void For<TBody>(int count, int grain, in TBody body)
        where TBody : struct, IParallelBody
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(grain, 1);

        TBody shared = body;
        int threads = Math.Min(Count, (int)(((long)count + grain - 1) / grain));
        if (threads > 1 && Interlocked.CompareExchange(ref _busy, 1, 0) == 0)
            Spread(count, grain, threads, Unsafe.AsPointer(ref shared), &Invoke<TBody>);
        else if (count > 0)
            shared.Run(0, count);
    }

    private static void Invoke<TBody>(void* body, int start, int end)
        where TBody : struct, IParallelBody
        => Unsafe.AsRef<TBody>(body).Run(start, end);

    private static void Spread(int count, int grain, int threads, void* body, delegate*<void*, int, int, void> run)
    {
        Exception? failure;
        try
        {
            Worker[] workers = Start(threads - 1);
            int pieces = threads * PiecesPerThread;
            _body = body;
            _run = run;
            _helpers = threads - 1;
            _piece = Math.Max(grain, (int)(((long)count + pieces - 1) / pieces));
            for (int i = 0; i < threads; i++)
                _shares[i].Set(StartOf(i, threads, count), StartOf(i + 1, threads, count));

            Interlocked.Increment(ref _epoch);
            for (int i = 0; i < threads - 1; i++)
                workers[i].Wake();
            TakePieces(first: 0);
            Interlocked.Increment(ref _epoch);
            WaitForOthers();
            failure = _failure;
            _failure = null;
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }

        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Where a thread's share of the indices starts.</summary>
    private static int StartOf(int thread, int threads, int count) => (int)((long)count * thread / threads);

    /// <summary>Takes pieces of a thread's own share from its front, then of the others' from their ends, until none is left.</summary>
    private static void TakePieces(int first)
    {
        int threads = _helpers + 1;
        try
        {
            for (int i = 0; i < threads; i++)
            {
                ref Share share = ref _shares[(first + i) % threads];
                while (share.TryTake(_piece, fromFront: i == 0, out int start, out int end))
                    _run(_body, start, end);
            }
        }
        catch (Exception failure)
        {
            Interlocked.CompareExchange(ref _failure, failure, null);
            for (int i = 0; i < threads; i++)
                _shares[i].Set(0, 0);
        }
    }

    private static void WaitForOthers()
    {
        for (int turn = 1; Volatile.Read(ref _active) != 0; turn++)
        {
            if (turn % 256 == 0)
                Thread.Yield();
            else
                Thread.SpinWait(1);
        }
    }

    private static Worker[] Start(int helpers)
    {
        if (_workers.Length >= helpers)
            return _workers;

        lock (Starting)
        {
            int running = _workers.Length;
            Worker[] workers = [.. _workers, .. new Worker[helpers - running]];
            for (int i = running; i < helpers; i++)
                workers[i] = new Worker(i);
            _shares = new Share[helpers + 1];
            return _workers = workers;
        }
    }

    /// <summary>The indices of a loop that are left of a thread's share, alone on its lines of a cache.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Share
    {
        // First index and end in one number, so that both are changed at once.
        private long _range;

        public void Set(int first, int end) => Volatile.Write(ref _range, Pack(first, end));

        /// <summary>Takes at most a piece from the front or the end; false where nothing is left.</summary>
        public bool TryTake(int piece, bool fromFront, out int start, out int end)
        {
            long seen = Volatile.Read(ref _range), found;
            while (true)
            {
                (start, end) = ((int)(seen >> 32), (int)seen);
                if (start >= end)
                    return false;

                int taken = Math.Min(piece, end - start);
                long left = fromFront ? Pack(start + taken, end) : Pack(start, end - taken);
                found = Interlocked.CompareExchange(ref _range, left, seen);
                if (found == seen)
                {
                    (start, end) = fromFront ? (start, start + taken) : (end - taken, end);
                    return true;
                }

                seen = found;
            }
        }

        private static long Pack(int first, int end) => ((long)first << 32) | (uint)end;
    }

    /// <summary>A thread of the pool: waits for an odd epoch, joins, takes pieces until none is left.</summary>
    private sealed class Worker
    {
        /// <summary>How long an idle worker looks for the next loop before it sleeps, in milliseconds.</summary>
        /// <remarks>Waking it would cost the caller 13 to 40 µs; a step of a small network has serial parts longer than that.</remarks>
        private const double Patience = 0.5;

        private static readonly long PatienceTicks = (long)(Patience / 1000 * System.Diagnostics.Stopwatch.Frequency);

        private readonly int _index;
        private readonly object _signal = new();
        private int _asleep;

        public Worker(int index)
        {
            _index = index;
            new Thread(Work) { IsBackground = true, Name = $"NormNet worker {index + 1}" }.Start();
        }

        public void Wake()
        {
            if (Volatile.Read(ref _asleep) == 0)
                return;

            lock (_signal)
            {
                Volatile.Write(ref _asleep, 0);
                Monitor.Pulse(_signal);
            }
        }

        private void Work()
        {
            int seen = 0;
            while (true)
            {
                WaitForLoop(seen);
                Interlocked.Increment(ref _active);
                seen = Volatile.Read(ref _epoch);
                if (seen % 2 != 0 && _index < _helpers)
                    TakePieces(first: _index + 1);
                Interlocked.Decrement(ref _active);
            }
        }

        /// <summary>Returns once a loop other than the one seen is open: looks a while, giving way to other threads, then sleeps.</summary>
        private void WaitForLoop(int seen)
        {
            long deadline = System.Diagnostics.Stopwatch.GetTimestamp() + PatienceTicks;
            for (int turn = 1; !IsOpen(seen); turn++)
            {
                Thread.SpinWait(1);
                if (turn % 64 != 0)
                    continue;

                Thread.Yield();
                if (System.Diagnostics.Stopwatch.GetTimestamp() > deadline)
                    Sleep(seen);
            }
        }

        /// <summary>Sleeps until woken. A loop that opens while the worker falls asleep is noticed by one side or the other.</summary>
        private void Sleep(int seen)
        {
            lock (_signal)
            {
                Interlocked.Exchange(ref _asleep, 1);
                while (_asleep != 0 && !IsOpen(seen))
                    Monitor.Wait(_signal);
                _asleep = 0;
            }
        }

        private static bool IsOpen(int seen)
        {
            int epoch = Volatile.Read(ref _epoch);
            return epoch % 2 != 0 && epoch != seen;
        }
    }
}
