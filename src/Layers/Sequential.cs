using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>Layers one after the other: y = fₙ(… f₁(x)). They are named 0, 1, 2, …</summary>
public sealed class Sequential<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Layer<T>[] _layers;

    /// <summary>Layers in the order in which they are applied; none means y = x.</summary>
    public Sequential(params ReadOnlySpan<Layer<T>> layers)
    {
        _layers = layers.ToArray();
        for (int i = 0; i < _layers.Length; i++)
            Register($"{i}", _layers[i]);
    }

    /// <summary>The layers in the order in which they are applied.</summary>
    public IReadOnlyList<Layer<T>> Layers => _layers;

    /// <summary>A layer by its place.</summary>
    public Layer<T> this[Index index] => _layers[index];

    /// <summary>How many layers there are, and which.</summary>
    public override string ToString() => $"Sequential({string.Join(", ", _layers.Select(layer => layer.ToString()))})";

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        foreach (Layer<T> layer in _layers)
            input = layer.Forward(input);
        return input;
    }

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new Sequential<T>([.. _layers.Select(cloner.Clone)]);
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="Sequential{T}"/>
    public static Sequential<T> Sequential(params ReadOnlySpan<Layer<T>> layers) => new(layers);
}
