using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>Anomaly mode: the first operation whose result is not finite, by name.</summary>
internal static class Anomaly
{
    internal static void CheckForward<T>(Node<T> node)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (FirstNonFinite(node.Output.Value) is { } found)
        {
            string blame = Enumerable.Range(0, node.Inputs.Count).All(i => FirstNonFinite(node.Inputs[i].Value) is null)
                ? "all its inputs are finite"
                : "an input is not finite either";
            throw new NonFiniteException(
                $"Forward: {Describe(node)} gave {found}; {blame}.", node.Operation.Name, node.Scope, backward: false);
        }
    }

    internal static void CheckBackward<T>(Node<T> node, int input, Variable<T> contribution)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (FirstNonFinite(contribution.Value) is { } found)
        {
            throw new NonFiniteException(
                $"Backward: {Describe(node)} passes {found} to its input {input}.", node.Operation.Name, node.Scope, backward: true);
        }
    }

    private static string Describe<T>(Node<T> node)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        $"node {node.Id}, {node.Operation.Name} ({node.Operation.Formula}){(node.Scope.Length > 0 ? $" in {node.Scope}" : "")}"
        + (node.Source is null ? "" : $" at {node.Source}");

    private static string? FirstNonFinite<T>(Tensor<T> tensor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> values = tensor.AsSpan();
        for (int i = 0; i < values.Length; i++)
        {
            if (!T.IsFinite(values[i]))
                return $"{values[i]} at element {i} of {tensor.Shape}";
        }

        return null;
    }
}
