using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>What a node keeps of its forward pass, by name; some values are made only when somebody looks.</summary>
public readonly struct SavedValues<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Node<T> _node;

    internal SavedValues(Node<T> node) => _node = node;

    /// <summary>The names of all values, first those kept, then those that can be made.</summary>
    public IEnumerable<string> Names => [.. _node.SavedStore?.Names ?? [], .. _node.Operation.DerivedNames];

    /// <summary>The value of a name.</summary>
    /// <exception cref="KeyNotFoundException">The node's operation saves nothing of that name.</exception>
    public Tensor<T> this[string name] =>
        _node.SavedStore?.Find(name)
        ?? (_node.Operation.DerivedNames.Contains(name) ? _node.Operation.DeriveValue(_node, name) : null)
        ?? throw new KeyNotFoundException(
            $"Node {_node.Id} ({_node.Operation.Name}) saved no '{name}'; it has: {string.Join(", ", Names)}.");
}

/// <summary>The list behind <see cref="SavedValues{T}"/>: a handful of entries, so it is searched from the front.</summary>
internal sealed class SavedStore<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<(string Name, Tensor<T> Value)> _entries = new(capacity: 2);

    internal IEnumerable<string> Names => _entries.Select(entry => entry.Name);

    internal void Add(string name, Tensor<T> value) => _entries.Add((name, value));

    internal Tensor<T>? Find(string name)
    {
        foreach ((string candidate, Tensor<T> value) in _entries)
        {
            if (candidate == name)
                return value;
        }

        return null;
    }

    internal void ClaimBy(StorageScope<T> scope, in Inputs<T> inputs)
    {
        foreach ((_, Tensor<T> value) in _entries)
        {
            if (!inputs.AnySharesStorageWith(value))
                scope.Claim(value);
        }
    }
}
