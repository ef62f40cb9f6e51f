namespace NormNet.Peers;

/// <summary>The same work for both sides, on equal inputs and weights.</summary>
internal abstract class Workload(Work work) : IDisposable
{
    /// <summary>What one run must do at least, for both sides alike.</summary>
    internal Work Work { get; } = work;

    /// <summary>How often the work is run on each side to compare the results; more than once where each run changes the next.</summary>
    internal virtual int RunsToCompare => 1;

    /// <summary>Does the work once.</summary>
    /// <param name="side">Who does it.</param>
    /// <param name="results">Where the numbers go that both sides must agree on; null while time is taken.</param>
    internal void Run(Side side, Results? results = null)
    {
        if (side == Side.NormNet)
            RunNormNet(results);
        else
            RunTorch(results);
    }

    public abstract void Dispose();

    protected abstract void RunNormNet(Results? results);

    protected abstract void RunTorch(Results? results);
}
