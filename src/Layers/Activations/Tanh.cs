using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>y = tanh x, elementwise.</summary>
public sealed class Tanh<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input) => input.Tanh();

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new Tanh<T>();
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="Tanh{T}"/>
    public static Tanh<T> Tanh() => new();
}
