namespace NormNet.Lab;

/// <summary>A variable of a traced tape.</summary>
/// <param name="Index">The position among the trace's variables.</param>
/// <param name="Name">Unique in the trace: its own name, preceded by a scope where several have it, or <c>%3</c> after its node.</param>
/// <param name="Value">Its numbers.</param>
/// <param name="NodeId">The node that computed it; null for a leaf.</param>
/// <param name="RequiresGradient">Whether a gradient flows to it.</param>
public sealed record TraceVariable(int Index, string Name, TraceTensor Value, int? NodeId, bool RequiresGradient);

/// <summary>A value that a node saved for its backward pass, or that can be made from what it saved.</summary>
/// <param name="Name">Such as <c>mean</c>.</param>
/// <param name="Value">Its numbers.</param>
public sealed record TraceSavedValue(string Name, TraceTensor Value);

/// <summary>A node of a traced tape.</summary>
/// <param name="Id">The position on the tape.</param>
/// <param name="Pass">0 in the forward pass, 1 in the first recorded backward pass, 2 in the next.</param>
/// <param name="Operation">The operation's name.</param>
/// <param name="Formula">The operation in one line, with its own symbols.</param>
/// <param name="Inputs">What it was applied to, in order; duplicates are kept.</param>
/// <param name="Output">The result.</param>
/// <param name="Saved">What it kept.</param>
/// <param name="Scope">The module path, such as <c>2/bn</c>; empty outside every module.</param>
/// <param name="Source">File and line that asked for it; null where the tape was not recorded for teaching.</param>
public sealed record TraceNode(
    int Id,
    int Pass,
    string Operation,
    string Formula,
    IReadOnlyList<TraceVariable> Inputs,
    TraceVariable Output,
    IReadOnlyList<TraceSavedValue> Saved,
    string Scope,
    string? Source)
{
    /// <summary>Whether the node is a fused normalization that <see cref="Unfolded"/> has in single operations.</summary>
    public bool Unfolds => UnfoldedLater is not null;

    /// <summary>
    /// For a fused normalization, by its own statistics or by given ones, the same computation in single operations, forward and
    /// backward; null for the rest. It is computed when it is first asked for, from copies of the node's inputs.
    /// </summary>
    public TapeTrace? Unfolded => UnfoldedLater?.Value;

    internal Lazy<TapeTrace>? UnfoldedLater { get; init; }

    /// <summary>The formula with the variables' names in place of the operation's symbols, such as <c>%3 = x · w</c>.</summary>
    public string FilledFormula => FormulaNames.Fill(this);
}

/// <summary>Which way a step goes.</summary>
public enum StepDirection
{
    /// <summary>An operation is applied.</summary>
    Forward,

    /// <summary>A gradient is passed back through an operation.</summary>
    Backward,
}

/// <summary>One stop on the way through a tape.</summary>
/// <param name="Number">The position among the trace's steps.</param>
/// <param name="Direction">Forward or backward.</param>
/// <param name="Node">The node that is applied or passed back through.</param>
/// <param name="Upstream">Backward, ∂ℓ/∂output; forward, null.</param>
/// <param name="Contributions">Backward, what flows to each input that wants a gradient; forward, nothing.</param>
public sealed record TraceStep(
    int Number, StepDirection Direction, TraceNode Node, TraceTensor? Upstream, IReadOnlyList<TraceContribution> Contributions)
{
    /// <summary>Whether a contribution is added to one that came before.</summary>
    public bool IsMeeting => Contributions.Any(contribution => contribution.Before is not null);
}

/// <summary>What one node passes to one of its inputs: <c>before += value → after</c>.</summary>
/// <param name="Input">The position among the node's inputs.</param>
/// <param name="Variable">The variable there.</param>
/// <param name="Value">The contribution to its gradient.</param>
/// <param name="Before">What had flowed in before; null for the first contribution.</param>
/// <param name="After">The sum with this one.</param>
public sealed record TraceContribution(int Input, TraceVariable Variable, TraceTensor Value, TraceTensor? Before, TraceTensor After);
