using System.Diagnostics;
using System.Numerics;

namespace NormNet.Autograd;

/// <summary>One line of the tape: an operation, what it was applied to, and what came out. Data, not a closure.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Node<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Inputs<T> _inputs;
    private readonly int _versions;

    internal Node(
        Tape<T> tape, int id, int pass, Operation<T> operation, in Inputs<T> inputs, Tensors.Tensor<T> output, string scope, string? source)
    {
        Tape = tape;
        Id = id;
        Pass = pass;
        Operation = operation;
        _inputs = inputs;
        Scope = scope;
        Source = source;
        Output = new Variable<T>(output, this, inputs.AnyRequiresGradient());
        _versions = VersionSum();
    }

    /// <summary>The position on the tape.</summary>
    public int Id { get; }

    /// <summary>0 in the forward pass, 1 in the first recorded backward pass, 2 in the next.</summary>
    public int Pass { get; }

    /// <summary>What was computed.</summary>
    public Operation<T> Operation { get; }

    /// <summary>What it was computed from, in order; a variable used twice is there twice.</summary>
    public ref readonly Inputs<T> Inputs => ref _inputs;

    /// <summary>The result.</summary>
    public Variable<T> Output { get; }

    /// <summary>What the forward pass kept for the backward pass, by name.</summary>
    public SavedValues<T> Saved => new(this);

    /// <summary>The module path that was active, such as <c>2/bn</c>; empty outside every module.</summary>
    public string Scope { get; }

    /// <summary>In teaching mode, file and line of the first caller outside NormNet; null otherwise.</summary>
    public string? Source { get; }

    internal Tape<T> Tape { get; }

    internal SavedStore<T>? SavedStore => _inputs.SavedStore;

    /// <summary>Refuses to differentiate what is no longer the computation that was recorded.</summary>
    internal void CheckUnchanged()
    {
        if (VersionSum() != _versions)
        {
            throw new InvalidOperationException(
                $"Node {Id} ({Operation.Name}{(Scope.Length > 0 ? $" in {Scope}" : "")}): one of its inputs or its output was changed "
                + "after it was recorded, so its gradient would be wrong. Change tensors after the backward pass, or record again.");
        }
    }

    /// <summary>Such as <c>%3 = Multiply(%1, w) (4, 2)</c>.</summary>
    public override string ToString()
    {
        IEnumerable<string> inputs = _inputs.ToArray().Select(input => input.Node is null ? input.Name ?? "leaf" : $"%{input.Node.Id}");
        return $"%{Id} = {Operation.Name}({string.Join(", ", inputs)}) {Output.Shape}";
    }

    private int VersionSum() => unchecked(_inputs.VersionSum() + Output.Value.Version);
}
