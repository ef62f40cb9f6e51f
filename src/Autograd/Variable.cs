using System.Diagnostics;
using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>A tensor's place in a computation: its value, its gradient, and the node of the tape that made it.</summary>
/// <remarks>
/// A variable nobody computed is a leaf; its gradient has memory of its own and survives the tape. The gradient of a computed
/// variable belongs to the tape, as its value does.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public partial class Variable<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private bool _requiresGradient;
    private Tensor<T>? _gradient;

    /// <summary>A leaf.</summary>
    /// <param name="value">The numbers; they are not copied.</param>
    /// <param name="requiresGradient">Whether a backward pass shall leave a gradient here.</param>
    /// <param name="name">How the tape's listings call it.</param>
    public Variable(Tensor<T> value, bool requiresGradient = false, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        Value = value;
        _requiresGradient = requiresGradient;
        Name = name;
    }

    /// <summary>The result of a node.</summary>
    internal Variable(Tensor<T> value, Node<T>? node, bool requiresGradient)
    {
        Value = value;
        Node = node;
        _requiresGradient = requiresGradient;
    }

    /// <summary>The numbers.</summary>
    public Tensor<T> Value { get; }

    /// <summary>The extents of <see cref="Value"/>.</summary>
    public Shape Shape => Value.Shape;

    /// <summary>
    /// ∂ℓ/∂this: for a leaf the sum over all backward passes since it was zeroed, otherwise that of the last pass; null before the first.
    /// </summary>
    /// <exception cref="ArgumentException">Set to a tensor of another shape than <see cref="Value"/>.</exception>
    public Tensor<T>? Gradient
    {
        get => _gradient;
        set
        {
            if (value is not null && !value.Shape.Equals(Shape))
                throw new ArgumentException(
                    $"The gradient of a variable of shape {Shape} has that shape too, not {value.Shape}.", nameof(value));
            _gradient = value;
        }
    }

    /// <summary>Whether a backward pass computes a gradient for it: a leaf says so itself, a result inherits it from its inputs.</summary>
    /// <exception cref="InvalidOperationException">Set on a computed variable.</exception>
    public bool RequiresGradient
    {
        get => _requiresGradient;
        set => _requiresGradient = IsLeaf || value == _requiresGradient
            ? value
            : throw new InvalidOperationException("RequiresGradient belongs to leaves; a computed variable inherits it from its inputs.");
    }

    /// <summary>How the tape's listings call it; null for an unnamed intermediate.</summary>
    public string? Name { get; set; }

    /// <summary>The node that computed it; null for a leaf, and for results nobody recorded.</summary>
    public Node<T>? Node { get; }

    /// <summary>Whether no node computed it.</summary>
    public bool IsLeaf => Node is null;

    /// <summary>The sum of what flowed in during the backward pass numbered <see cref="FlowPass"/>.</summary>
    internal Variable<T>? Flow { get; set; }

    internal int FlowPass { get; set; }

    /// <summary>Whether the flow is a sum that nobody else holds, so that the next contribution may be added in place.</summary>
    internal bool FlowIsOwned { get; set; }

    /// <summary>The backward pass that found this variable on a path to one that it shall differentiate by.</summary>
    internal int ReachPass { get; set; }

    /// <summary>A constant leaf on a tensor, so that tensors can be written wherever variables are expected.</summary>
    public static implicit operator Variable<T>(Tensor<T> value) => new(value);

    /// <summary>A leaf with a copy of the numbers: no gradient flows through it, and no tape hands its memory back.</summary>
    public Variable<T> Detach() => new(Value.Clone(), requiresGradient: false, Name);

    /// <summary>Sets the gradient to zeros, keeping its memory; nothing where there is none.</summary>
    public void ZeroGradient()
    {
        if (_gradient is not null)
            Elementwise.Fill(T.Zero, _gradient.AsWritableSpan());
    }

    /// <summary>Adds a backward pass's sum to the gradient of a leaf, whose memory is its own.</summary>
    internal void AddGradient(Tensor<T> sum)
    {
        if (_gradient is null)
            _gradient = sum.Clone();
        else
            _gradient.AddInPlace(sum);
    }

    /// <summary>Name or node, shape, and whether it wants a gradient.</summary>
    public override string ToString() =>
        $"{Name ?? (Node is null ? "leaf" : $"%{Node.Id} {Node.Operation.Name}")} {Shape}{(RequiresGradient ? " ∂" : "")}";
}
