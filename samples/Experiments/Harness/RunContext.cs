namespace NormNet.Samples.Experiments;

/// <summary>What a run is given: where to put its numbers, how to say how far it is, and when to stop.</summary>
internal sealed class RunContext(Action<long>? advanced = null, CancellationToken token = default)
{
    /// <summary>The result in the making. What is in it stays when the run diverges.</summary>
    public RunResult Result { get; } = new();

    /// <summary>Cancelled by Ctrl-C.</summary>
    public CancellationToken Token => token;

    /// <summary>The steps that were reported.</summary>
    public long Advanced { get; private set; }

    /// <summary>So many more steps are done. Called often: it costs nothing and throws when the run is to stop.</summary>
    /// <exception cref="OperationCanceledException">The run is to stop.</exception>
    public void Advance(long steps = 1)
    {
        token.ThrowIfCancellationRequested();
        Advanced += steps;
        advanced?.Invoke(steps);
    }
}
