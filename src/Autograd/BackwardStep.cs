using System.Numerics;
using System.Text;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>One node passed back through: the upstream gradient, and what each input got of it.</summary>
public sealed class BackwardStep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<Contribution<T>> _contributions = [];

    internal BackwardStep(Node<T> node, Tensor<T> upstream)
    {
        Node = node;
        Upstream = upstream;
    }

    /// <summary>The node.</summary>
    public Node<T> Node { get; }

    /// <summary>∂ℓ/∂output, complete: everything that uses the output has been passed back through.</summary>
    public Tensor<T> Upstream { get; }

    /// <summary>What flows to each input that wants a gradient, in order of the inputs.</summary>
    public IReadOnlyList<Contribution<T>> Contributions => _contributions;

    /// <summary>Formula, upstream, and for each input <c>before += contribution → after</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder()
            .Append(Node).Append("    ").AppendLine(Node.Operation.Formula)
            .Append("  upstream ").Append(Upstream);
        foreach (Contribution<T> contribution in _contributions)
            text.AppendLine().Append("  ").Append(contribution);
        return text.ToString();
    }

    internal void Add(Contribution<T> contribution) => _contributions.Add(contribution);
}

/// <summary>What one node passes to one of its inputs, and the sum there before and after.</summary>
/// <param name="Input">The position among the node's inputs.</param>
/// <param name="Variable">The variable at that position.</param>
/// <param name="Value">The contribution to its gradient.</param>
/// <param name="Before">What had flowed in before in this pass; null for the first contribution.</param>
/// <param name="After">The sum with this contribution.</param>
public sealed record Contribution<T>(int Input, Variable<T> Variable, Tensor<T> Value, Tensor<T>? Before, Tensor<T> After)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The contribution, and where it meets another: the sum before and after.</summary>
    public override string ToString() => Before is null
        ? $"∂/∂{Variable} = {Value}"
        : $"∂/∂{Variable}: {Before} += {Value} → {After}";
}
