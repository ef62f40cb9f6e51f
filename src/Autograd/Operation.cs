using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>A differentiable function of tensors: its formula, its forward and its backward, in one place.</summary>
/// <remarks>
/// <para>
/// Derive from it to add an operation, in any assembly. Constants (an axis, an exponent) are fields of the operation. The only way
/// to a result is <see cref="Apply(Variable{T})"/>, which records it on the tape of this thread, if there is one.
/// </para>
/// <para>
/// The backward is written in operations on variables, not on tensors: so a tape can record it, and gradients of gradients need no
/// further code. Saved values are caches and never constants of the derivative.
/// </para>
/// </remarks>
public abstract class Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What the tape's listings call it: the type's name unless overridden.</summary>
    public virtual string Name => OperationName.Of(GetType());

    /// <summary>The function in one line, such as <c>y = a · b</c>.</summary>
    public abstract string Formula { get; }

    /// <summary>Names of values that can be made from a node after the fact, such as <c>xhat</c>.</summary>
    public virtual IReadOnlyList<string> DerivedNames => [];

    /// <summary>Whether <see cref="Forward"/> calls <see cref="Inputs{T}.Save"/>.</summary>
    protected internal virtual bool Saves => false;

    /// <summary>Applies the operation to one variable.</summary>
    public Variable<T> Apply(Variable<T> input) => Apply(new Inputs<T>(input));

    /// <summary>Applies the operation to two variables.</summary>
    public Variable<T> Apply(Variable<T> first, Variable<T> second)
    {
        ArgumentNullException.ThrowIfNull(second);
        return Apply(new Inputs<T>(first, second));
    }

    /// <summary>Applies the operation to three variables.</summary>
    public Variable<T> Apply(Variable<T> first, Variable<T> second, Variable<T> third)
    {
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(third);
        return Apply(new Inputs<T>(first, second, third));
    }

    /// <summary>Applies the operation to any number of variables.</summary>
    public Variable<T> Apply(params ReadOnlySpan<Variable<T>> inputs) => Apply(new Inputs<T>(inputs));

    /// <summary>Computes the result: a new tensor (from <see cref="Tensor{T}.Uninitialized"/>) or a view of an input.</summary>
    protected abstract Tensor<T> Forward(Inputs<T> inputs);

    /// <summary>∂ℓ/∂input, from the upstream gradient ∂ℓ/∂output; null where nothing flows to that input.</summary>
    /// <returns>A variable of the input's shape.</returns>
    protected abstract Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream);

    /// <summary>All contributions at once, for operations whose gradients share work; the others are asked input by input.</summary>
    protected internal virtual void Backward(Node<T> node, Variable<T> upstream, Contributions<T> contributions)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(contributions);
        for (int input = 0; input < contributions.Count; input++)
        {
            if (contributions.Needs(input))
                contributions[input] = Backward(input, node, upstream);
        }
    }

    /// <summary>Makes a value of <see cref="DerivedNames"/>.</summary>
    protected virtual Tensor<T>? Derive(Node<T> node, string name) => null;

    internal Tensor<T>? DeriveValue(Node<T> node, string name) => Derive(node, name);

    internal Tensor<T> Compute(in Inputs<T> inputs) => Forward(inputs);

    private Variable<T> Apply(in Inputs<T> inputs) => Recorder<T>.OfThisThread.Apply(this, inputs);
}
