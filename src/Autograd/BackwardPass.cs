using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>The one engine of reverse-mode differentiation: training drains it, teaching steps through it.</summary>
/// <remarks>
/// The tape is a list in order of creation, so its reverse is an order in which every gradient is complete before it is passed on;
/// no recursion and no sorting. What flows into a variable is summed on the variable itself, stamped with the number of the pass.
/// </remarks>
internal sealed class BackwardPass<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Tape<T> _tape;
    private readonly bool _record;
    private readonly bool _toLeaves;
    private readonly int _number = PassNumber.Next();
    private readonly Contributions<T> _contributions = new();
    private readonly List<Variable<T>> _leaves = [];
    private bool _keepsSteps;
    private int _next;

    /// <summary>A pass that ends in the leaves' gradients.</summary>
    internal BackwardPass(Tape<T> tape, Variable<T> y, Variable<T>? upstream)
        : this(tape, y, upstream, record: false, toLeaves: true)
    {
    }

    /// <summary>A pass towards chosen variables only.</summary>
    internal BackwardPass(Tape<T> tape, Variable<T> y, Variable<T>? upstream, ReadOnlySpan<Variable<T>> inputs, bool record)
        : this(tape, y, upstream, record, toLeaves: false)
    {
        foreach (Variable<T> input in inputs)
            input.ReachPass = _number;

        for (int id = 0; id <= _next; id++)
        {
            Node<T> node = tape.NodeAt(id);
            ref readonly Inputs<T> inputsOfNode = ref node.Inputs;
            for (int i = 0; i < inputsOfNode.Count; i++)
            {
                if (inputsOfNode[i].ReachPass == _number)
                    node.Output.ReachPass = _number;
            }
        }
    }

    private BackwardPass(Tape<T> tape, Variable<T> y, Variable<T>? upstream, bool record, bool toLeaves)
    {
        ArgumentNullException.ThrowIfNull(y);
        if (y.Node is not null && y.Node.Tape != tape)
            throw new InvalidOperationException($"Backward: {y} was recorded on another tape.");
        if (y.Node is null && toLeaves)
        {
            throw new InvalidOperationException(
                $"Backward: {y} was not computed on this tape. Is it a leaf, "
                    + "or was it computed before Record() or while the tape was paused?");
        }

        if (toLeaves && !y.RequiresGradient)
            throw new InvalidOperationException($"Backward: {y} depends on no leaf that requires a gradient.");
        if (upstream is null && y.Value.Count != 1)
            throw new ArgumentException(
                $"Backward: a variable of shape {y.Shape} needs an upstream gradient of that shape.", nameof(upstream));
        if (upstream is not null && !upstream.Shape.Equals(y.Shape))
            throw new ArgumentException(
                $"Backward: the upstream gradient has shape {upstream.Shape}, the variable {y.Shape}.", nameof(upstream));

        _tape = tape;
        _record = record;
        _toLeaves = toLeaves;
        _next = y.Node?.Id ?? -1;
        y.Flow = upstream ?? new Variable<T>(Tensor<T>.Ones(y.Shape));
        y.FlowPass = _number;
        y.FlowIsOwned = false;
    }

    /// <summary>The step that <see cref="MoveNext"/> made last.</summary>
    internal BackwardStep<T> Step { get; private set; } = null!;

    internal void KeepSteps() => _keepsSteps = true;

    /// <summary>Passes back through the next node that something flowed into; false when there is none left.</summary>
    internal bool MoveNext()
    {
        for (; _next >= 0; _next--)
        {
            Node<T> node = _tape.NodeAt(_next);
            if (node.Output.FlowPass != _number || !IsWanted(node.Output))
                continue;

            (Tape<T>?, StorageScope<T>?) outer = _tape.EnterBackward(_record);
            string scope = _tape.Scope;
            try
            {
                _tape.Scope = node.Scope;
                PassBack(node, node.Output.Flow!);
            }
            finally
            {
                _tape.Scope = scope;
                _tape.LeaveBackward(outer);
            }

            _next--;
            return true;
        }

        if (_toLeaves)
        {
            foreach (Variable<T> leaf in _leaves)
                leaf.AddGradient(leaf.Flow!.Value);
            Release();
        }

        return false;
    }

    /// <summary>Lets go of what flowed into the leaves: they outlive the tape and must not keep it alive.</summary>
    internal void Release()
    {
        foreach (Variable<T> leaf in _leaves)
            leaf.Flow = null;
        _leaves.Clear();
    }

    internal Variable<T>? GradientOf(Variable<T> variable) => variable.FlowPass == _number ? variable.Flow : null;

    /// <summary>
    /// Whether a sum that nobody else holds may be added to in place: not if somebody records the sums or looks at each part.
    /// </summary>
    private bool AddsInPlace => !_record && !_keepsSteps;

    private void PassBack(Node<T> node, Variable<T> upstream)
    {
        node.CheckUnchanged();
        if (!TryAddPart(node, upstream))
            AddContributions(node, upstream);
        if (_toLeaves)
        {
            node.Output.Gradient = upstream.Value;
            node.Output.Flow = null;
        }
    }

    private void AddContributions(Node<T> node, Variable<T> upstream)
    {
        ref readonly Inputs<T> inputs = ref node.Inputs;
        _contributions.Start(inputs.Count);
        for (int i = 0; i < inputs.Count; i++)
            _contributions.Need(i, IsWanted(inputs[i]));

        node.Operation.Backward(node, upstream, _contributions);

        BackwardStep<T>? step = _keepsSteps ? new BackwardStep<T>(node, upstream.Value) : null;
        for (int i = 0; i < inputs.Count; i++)
        {
            if (!_contributions.Needs(i) || _contributions[i] is not { } contribution)
                continue;

            _tape.CheckContribution(node, i, contribution);
            Variable<T> input = inputs[i];
            Tensor<T>? before = input.FlowPass == _number ? input.Flow!.Value : null;
            Accumulate(input, contribution, isNew: node.Operation is Slice<T>);
            step?.Add(new Contribution<T>(i, input, contribution.Value, before, input.Flow!.Value));
        }

        if (step is not null)
            Step = step;
    }

    /// <summary>
    /// Adds what flows back through a slice to its part of the sum, so that cutting a tensor into n slices does not cost n tensors.
    /// </summary>
    private bool TryAddPart(Node<T> node, Variable<T> upstream)
    {
        if (!AddsInPlace || _tape.ChecksFinite || node.Operation is not Slice<T> slice)
            return false;

        Variable<T> whole = node.Inputs[0];
        if (whole.FlowPass != _number || !whole.FlowIsOwned)
            return false;

        slice.AddToPart(whole.Flow!.Value, upstream.Value);
        return true;
    }

    /// <param name="input">What it flows into.</param>
    /// <param name="contribution">What flows.</param>
    /// <param name="isNew">Whether the contribution is a tensor made for this input alone.</param>
    private void Accumulate(Variable<T> input, Variable<T> contribution, bool isNew)
    {
        if (input.FlowPass != _number)
        {
            input.Flow = contribution;
            input.FlowPass = _number;
            input.FlowIsOwned = isNew && AddsInPlace;
            if (input.Node?.Tape != _tape)
                _leaves.Add(input);
        }
        else if (input.FlowIsOwned)
        {
            input.Flow!.Value.AddInPlace(contribution.Value);
        }
        else
        {
            // The first contribution may be a tensor that others hold too (an addition hands its upstream on), so the sum is a new one.
            input.Flow = input.Flow! + contribution;
            input.FlowIsOwned = AddsInPlace;
        }
    }

    private bool IsWanted(Variable<T> variable) => _toLeaves ? variable.RequiresGradient : variable.ReachPass == _number;
}

/// <summary>Numbers for backward passes, different on every thread and type.</summary>
internal static class PassNumber
{
    private static int _last;

    internal static int Next() => Interlocked.Increment(ref _last);
}
