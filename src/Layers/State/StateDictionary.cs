using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>Named tensors in the order they were added: what a model, an optimizer or a checkpoint keeps in a state file.</summary>
public sealed class StateDictionary : IReadOnlyDictionary<string, StateTensor>
{
    private readonly OrderedDictionary<string, StateTensor> _tensors = new(StringComparer.Ordinal);

    /// <summary>Words that travel with the tensors, such as the name of the program that wrote them.</summary>
    public IDictionary<string, string> Metadata { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The number of tensors.</summary>
    public int Count => _tensors.Count;

    /// <summary>The names, in the order they were added.</summary>
    public IEnumerable<string> Keys => _tensors.Keys;

    /// <summary>The tensors, in the order they were added.</summary>
    public IEnumerable<StateTensor> Values => _tensors.Values;

    /// <summary>The tensor of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public StateTensor this[string key] => _tensors.TryGetValue(key, out StateTensor? tensor)
        ? tensor
        : throw new KeyNotFoundException($"The state has no tensor \"{key}\" among its {Count}.");

    /// <summary>Adds a tensor.</summary>
    /// <exception cref="ArgumentException">The name is taken, or is the one that safetensors reserves for metadata.</exception>
    public void Add(string name, StateTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(tensor);
        if (name == SafetensorsFile.MetadataKey)
            throw new ArgumentException($"The name \"{name}\" is reserved by the safetensors format.", nameof(name));
        if (!_tensors.TryAdd(name, tensor))
            throw new ArgumentException($"The state already has a tensor \"{name}\".", nameof(name));
    }

    /// <summary>Adds a copy of a tensor, in its own precision.</summary>
    /// <exception cref="ArgumentException">The name is taken or reserved.</exception>
    public void Add<T>(string name, Tensor<T> tensor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Add(name, StateTensor.From(tensor));

    /// <summary>Adds an integer as a tensor of rank 0.</summary>
    /// <exception cref="ArgumentException">The name is taken or reserved.</exception>
    public void Add(string name, long value) => Add(name, StateTensor.FromIntegers([value], Shape.Scalar));

    /// <summary>Adds every tensor of another state with a prefix before its name.</summary>
    /// <exception cref="ArgumentException">A name is taken.</exception>
    public void AddAll(string prefix, StateDictionary state)
    {
        ArgumentNullException.ThrowIfNull(state);
        foreach ((string name, StateTensor tensor) in state)
            Add(prefix + name, tensor);
    }

    /// <summary>The tensors whose names start with a prefix, without it: the opposite of <see cref="AddAll"/>.</summary>
    public StateDictionary Under(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var found = new StateDictionary();
        foreach ((string name, StateTensor tensor) in _tensors)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                found.Add(name[prefix.Length..], tensor);
        }

        return found;
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _tensors.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out StateTensor value) => _tensors.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, StateTensor>> GetEnumerator() => _tensors.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>One line a tensor: name, element type, shape.</summary>
    public override string ToString() => string.Join('\n', _tensors.Select(pair => $"{pair.Key}: {pair.Value}"));
}
