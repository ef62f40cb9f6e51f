using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>y = 1 / (1 + e⁻ˣ), elementwise.</summary>
public sealed class Sigmoid<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input) => input.Sigmoid();

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new Sigmoid<T>();
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="Sigmoid{T}"/>
    public static Sigmoid<T> Sigmoid() => new();
}
