using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Lab;

/// <summary>
/// A tape and one backward pass over it, step by step, in numbers of its own: it outlives the tape, and goes to files and back.
/// </summary>
/// <remarks>
/// The steps are the tape's nodes in order of creation, up to the one that computed y, and then what
/// <see cref="Tape{T}.BackwardSteps"/> yields, which training drains. Nodes of a recorded backward pass are steps like all others.
/// </remarks>
public sealed class TapeTrace
{
    internal TapeTrace(
        string elementType,
        IReadOnlyList<TraceVariable> variables,
        IReadOnlyList<TraceNode> nodes,
        TraceVariable result,
        TraceTensor upstream,
        IEnumerable<TraceStep> backward)
    {
        ElementType = elementType;
        Variables = variables;
        Nodes = nodes;
        Result = result;
        Upstream = upstream;
        Steps = [.. nodes.Select(node => new TraceStep(node.Id, StepDirection.Forward, node, Upstream: null, [])), .. backward];
    }

    /// <summary><c>float</c> or <c>double</c>: what was computed in.</summary>
    public string ElementType { get; }

    /// <summary>All variables, each once, in order of first use.</summary>
    public IReadOnlyList<TraceVariable> Variables { get; }

    /// <summary>The nodes; a node's <see cref="TraceNode.Id"/> is its position here.</summary>
    public IReadOnlyList<TraceNode> Nodes { get; }

    /// <summary>y, which was differentiated.</summary>
    public TraceVariable Result { get; }

    /// <summary>∂ℓ/∂y, with which the backward pass began.</summary>
    public TraceTensor Upstream { get; }

    /// <summary>Forward through all nodes, then backward.</summary>
    public IReadOnlyList<TraceStep> Steps { get; }

    /// <summary>Runs the backward pass of y and keeps a copy of every step.</summary>
    /// <remarks>It is a backward pass: like <see cref="Tape{T}.Backward"/>, it adds to the gradients of the leaves.</remarks>
    /// <param name="tape">A tape, recorded with <c>teaching: true</c> where source lines are wanted.</param>
    /// <param name="y">ℓ, or any variable of the tape together with its upstream gradient.</param>
    /// <param name="upstream">∂ℓ/∂y, of y's shape; absent, 1, for a y of one element.</param>
    /// <param name="maximumValues">Of a tensor with more elements, only that many first ones are kept, and statistics of all.</param>
    /// <exception cref="ArgumentException">y has several elements and no upstream gradient, or one of another shape.</exception>
    /// <exception cref="InvalidOperationException">y was not computed on this tape, or a recorded tensor was changed since.</exception>
    public static TapeTrace Of<T>(Tape<T> tape, Variable<T> y, Variable<T>? upstream = null, int maximumValues = 1024)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new TraceRecorder<T>(maximumValues).Run(tape, y, upstream);

    /// <summary>A variable by its name; null where there is none.</summary>
    public TraceVariable? Find(string name) => Variables.FirstOrDefault(variable => variable.Name == name);

    /// <summary>The sum of what has flowed into a variable when a step is done; null before the first contribution.</summary>
    public TraceTensor? GradientAt(TraceVariable variable, int step)
    {
        ArgumentNullException.ThrowIfNull(variable);
        for (int i = int.Min(step, Steps.Count - 1); i >= Nodes.Count; i--)
        {
            if (Steps[i].Contributions.LastOrDefault(contribution => contribution.Variable == variable) is { } last)
                return last.After;
        }

        return variable == Result && step >= Nodes.Count ? Upstream : null;
    }

    /// <summary>A variable's history: the steps that make it, use it, and add to its gradient.</summary>
    public IEnumerable<TraceStep> HistoryOf(TraceVariable variable) =>
        Steps.Where(step => step.Node.Output == variable || step.Node.Inputs.Contains(variable));
}
