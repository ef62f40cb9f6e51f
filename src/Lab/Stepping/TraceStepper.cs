namespace NormNet.Lab;

/// <summary>Walks through a trace, one step at a time, in both directions, as a debugger does.</summary>
public class TraceStepper
{
    private readonly List<TraceVariable> _watched = [];

    /// <summary>A walk that stands at the first step.</summary>
    public TraceStepper(TapeTrace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        Trace = trace;
    }

    /// <summary>What is walked through.</summary>
    public TapeTrace Trace { get; }

    /// <summary>The number of the step at which the walk stands.</summary>
    public int Position { get; private set; }

    /// <summary>The step at which the walk stands; it is done.</summary>
    public TraceStep Current => Trace.Steps[Position];

    /// <summary>Where <see cref="Run"/> and <see cref="RunBack"/> stop.</summary>
    public IList<StepTarget> Breakpoints { get; } = [];

    /// <summary>Goes one step on; false, and stays, at the end.</summary>
    public bool Next() => Move(1);

    /// <summary>Goes one step back; false, and stays, at the start.</summary>
    public bool Previous() => Move(-1);

    /// <summary>Goes on to the next breakpoint; false at the end, if there is none.</summary>
    public bool Run() => MoveToBreakpoint(1);

    /// <summary>Goes back to the breakpoint before; false at the start, if there is none.</summary>
    public bool RunBack() => MoveToBreakpoint(-1);

    /// <summary>Goes to a step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no step of that number.</exception>
    public void JumpTo(int step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, Trace.Steps.Count);
        Position = step;
    }

    /// <summary>
    /// Goes to the next step of that kind, searching on from the start after the end; false, and stays, where no other is.
    /// </summary>
    public bool JumpTo(StepTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        for (int i = 1; i < Trace.Steps.Count; i++)
        {
            int step = (Position + i) % Trace.Steps.Count;
            if (!target.Matches(Trace.Steps[step]))
                continue;
            Position = step;
            return true;
        }

        return false;
    }

    /// <summary>Goes to the next step at a node, variable, operation or scope; see <see cref="StepTarget.Parse"/>.</summary>
    /// <exception cref="ArgumentException">The trace has nothing of that name.</exception>
    public bool JumpTo(string target) => JumpTo(StepTarget.Parse(target, Trace));

    /// <summary>
    /// A walk through the single operations of the fused normalization at which this walk stands, in its direction: at their first step
    /// forward, or at the first backward; null at any other node. This walk stays where it is.
    /// </summary>
    public TraceStepper? Unfold()
    {
        if (Current.Node.Unfolded is not { } inner)
            return null;
        var unfolded = new TraceStepper(inner);
        if (Current.Direction == StepDirection.Backward)
            unfolded.JumpTo(inner.Nodes.Count);
        return unfolded;
    }

    /// <summary>Shows a variable in <see cref="Watches"/> from now on.</summary>
    /// <exception cref="ArgumentException">The trace has no variable of that name.</exception>
    public void Watch(string variable)
    {
        TraceVariable found = Trace.Find(variable)
            ?? throw new ArgumentException($"The tape has no variable '{variable}'.", nameof(variable));
        if (!_watched.Contains(found))
            _watched.Add(found);
    }

    /// <summary>Shows a variable no longer; false if it was not shown.</summary>
    public bool Unwatch(string variable) => _watched.RemoveAll(watched => watched.Name == variable) > 0;

    /// <summary>The watched variables as they are after the current step.</summary>
    public IEnumerable<WatchedVariable> Watches => _watched.Select(variable => new WatchedVariable(
        variable,
        variable.NodeId is not { } node || node <= Position ? variable.Value : null,
        Trace.GradientAt(variable, Position)));

    private bool Move(int by)
    {
        if (Position + by < 0 || Position + by >= Trace.Steps.Count)
            return false;
        Position += by;
        return true;
    }

    private bool MoveToBreakpoint(int by)
    {
        while (Move(by))
        {
            if (Breakpoints.Any(breakpoint => breakpoint.Matches(Current)))
                return true;
        }

        return false;
    }
}

/// <summary>A watched variable at one step.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Value">Its numbers; null before it is computed.</param>
/// <param name="Gradient">What has flowed into it so far; null before anything has.</param>
public sealed record WatchedVariable(TraceVariable Variable, TraceTensor? Value, TraceTensor? Gradient);
