namespace NormNet.Peers;

/// <summary>What the machine can do at most, measured: arithmetic in registers, and a plain pass over memory.</summary>
internal sealed class Ceilings
{
    private const int Trials = 12;

    private readonly Dictionary<int, double> _flops = [];
    private readonly Dictionary<(int Threads, long WorkingSet), double> _bytes = [];

    /// <summary>Floating-point operations a second of multiply-adds that touch no memory.</summary>
    internal double Flops(int threads) => Kept(_flops, threads, () => Best(() => RegisterArithmetic.FlopsPerSecond(threads)));

    /// <summary>Bytes a second of a loop that scales as many floats as lie in the working set, and so in the same level of the memory.</summary>
    internal double Bytes(int threads, long workingSet) =>
        Kept(_bytes, (threads, workingSet), () => Best(() => MemoryPass.BytesPerSecond(threads, workingSet)));

    /// <summary>The ceiling for a kind of work.</summary>
    internal Ceiling For(Work work, int threads) =>
        work.Flops > 0 ? new(work.Flops, Flops(threads), "GFLOP/s")
        : work.Bytes > 0 ? new(work.Bytes, Bytes(threads, work.WorkingSet), "GB/s")
        : default;

    /// <summary>The best of several trials: what else runs on the machine only ever lowers it.</summary>
    private static double Best(Func<double> trial) => Enumerable.Range(0, Trials).Max(_ => trial());

    private static double Kept<TKey>(Dictionary<TKey, double> known, TKey key, Func<double> measure)
        where TKey : notnull =>
        known.TryGetValue(key, out double value) ? value : known[key] = measure();
}

/// <summary>How fast a piece of work could be done.</summary>
/// <param name="Amount">Operations or bytes of the work; 0 where it has no ceiling.</param>
/// <param name="PerSecond">As many of them the machine does in a second at most.</param>
/// <param name="Unit">10⁹ of them a second.</param>
internal readonly record struct Ceiling(double Amount, double PerSecond, string? Unit)
{
    /// <summary>What was reached, in <see cref="Unit"/>.</summary>
    internal double Rate(double milliseconds) => Amount / milliseconds / 1e6;

    /// <summary>What was reached as a part of the ceiling.</summary>
    internal double Share(double milliseconds) => Rate(milliseconds) * 1e9 / PerSecond;
}
