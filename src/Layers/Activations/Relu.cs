using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>y = max(x, 0), elementwise.</summary>
public sealed class Relu<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input) => input.Relu();

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new Relu<T>();
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="Relu{T}"/>
    public static Relu<T> Relu() => new();
}
