using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Lab;

/// <summary>Names for the variables of a tape, no two alike.</summary>
/// <remarks>
/// A name that several leaves have, such as <c>weight</c>, is preceded by the scope that uses it first, and followed by a number where
/// that is not enough. Unnamed leaves are constants: c0, c1, …
/// </remarks>
internal sealed class VariableNames<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<Variable<T>, string> _names = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _taken = [];

    internal VariableNames(IEnumerable<Node<T>> nodes)
    {
        var leaves = new List<(Variable<T> Leaf, string Scope)>();
        var named = new List<Variable<T>>();
        var seen = new HashSet<Variable<T>>(ReferenceEqualityComparer.Instance);
        foreach (Node<T> node in nodes)
        {
            foreach (Variable<T> input in node.Inputs.ToArray())
            {
                if (seen.Add(input) && input.IsLeaf)
                    leaves.Add((input, node.Scope));
            }

            seen.Add(node.Output);
            if (node.Output.Name is not null)
                named.Add(node.Output);
        }

        ILookup<string, Variable<T>> byName = leaves.Select(leaf => leaf.Leaf).Concat(named).ToLookup(variable => variable.Name ?? "");
        int constants = 0;
        foreach ((Variable<T> leaf, string scope) in leaves)
        {
            string name = leaf.Name is null ? $"c{constants++}"
                : byName[leaf.Name].Count() > 1 && scope.Length > 0 ? $"{scope}/{leaf.Name}"
                : leaf.Name;
            _names.Add(leaf, Untaken(name));
        }

        foreach (Variable<T> variable in named)
            _names.Add(variable, Untaken(variable.Name!));
    }

    internal string Of(Variable<T> variable) => _names.TryGetValue(variable, out string? name) ? name : $"%{variable.Node!.Id}";

    private string Untaken(string name)
    {
        string untaken = name;
        for (int i = 2; !_taken.Add(untaken); i++)
            untaken = $"{name} ({i})";
        return untaken;
    }
}
