using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>Copies a tape and the steps of a backward pass, each tensor and variable once.</summary>
internal sealed class TraceRecorder<T>(int maximumValues)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<Tensor<T>, TraceTensor> _tensors = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Variable<T>, TraceVariable> _byVariable = new(ReferenceEqualityComparer.Instance);
    private readonly List<TraceVariable> _variables = [];

    internal IReadOnlyDictionary<Variable<T>, TraceVariable> ByVariable => _byVariable;

    internal TapeTrace Run(Tape<T> tape, Variable<T> y, Variable<T>? upstream)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumValues, 1);

        // The pass comes first: it checks what it is given. Its steps' tensors stay as they are, each sum being a new one.
        List<BackwardStep<T>> steps = [.. tape.BackwardSteps(y, upstream)];
        IReadOnlyList<Node<T>> recorded = [.. tape.Nodes.Take(y.Node!.Id + 1)];
        var names = new VariableNames<T>(recorded);
        Dictionary<int, BackwardStep<T>> stepOf = steps.ToDictionary(step => step.Node.Id);
        List<TraceNode> nodes = [.. recorded.Select(node => Copy(node, stepOf.GetValueOrDefault(node.Id), names))];
        IEnumerable<TraceStep> backward = steps.Select((step, i) => Copy(step, nodes.Count + i, nodes));
        return new TapeTrace(
            typeof(T) == typeof(float)
                ? "float"
                : "double", _variables, nodes, _byVariable[y], Copy(upstream?.Value ?? steps[0].Upstream), backward);
    }

    private TraceNode Copy(Node<T> node, BackwardStep<T>? step, VariableNames<T> names) => new(
        node.Id,
        node.Pass,
        node.Operation.Name,
        node.Operation.Formula,
        [.. node.Inputs.ToArray().Select(input => Copy(input, names))],
        Copy(node.Output, names),
        [.. node.Saved.Names.Select(name => new TraceSavedValue(name, Copy(node.Saved[name])))],
        node.Scope,
        node.Source)
    {
        UnfoldedLater = step is null ? null : NormalizationUnfolding.Of(node, step.Upstream, maximumValues),
    };

    private TraceStep Copy(BackwardStep<T> step, int number, List<TraceNode> nodes) => new(
        number,
        StepDirection.Backward,
        nodes[step.Node.Id],
        Copy(step.Upstream),
        [.. step.Contributions.Select(contribution => new TraceContribution(
            contribution.Input,
            _byVariable[contribution.Variable],
            Copy(contribution.Value),
            contribution.Before is null ? null : Copy(contribution.Before),
            Copy(contribution.After)))]);

    private TraceVariable Copy(Variable<T> variable, VariableNames<T> names)
    {
        if (!_byVariable.TryGetValue(variable, out TraceVariable? copy))
        {
            copy = new TraceVariable(
                _variables.Count, names.Of(variable), Copy(variable.Value), variable.Node?.Id, variable.RequiresGradient);
            _byVariable.Add(variable, copy);
            _variables.Add(copy);
        }

        return copy;
    }

    private TraceTensor Copy(Tensor<T> tensor)
    {
        if (!_tensors.TryGetValue(tensor, out TraceTensor? copy))
            _tensors.Add(tensor, copy = TraceTensor.Of(tensor, maximumValues));
        return copy;
    }
}
