using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>The mean of each channel over all its places: (N, C, S...) becomes (N, C).</summary>
public sealed class GlobalAveragePool<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Shape.Rank >= 3
            ? input.Mean([.. Enumerable.Range(2, input.Shape.Rank - 2)])
            : throw new ArgumentException($"GlobalAveragePool: (N, C, S...) is expected; got {input.Shape}.", nameof(input));
    }

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new GlobalAveragePool<T>();
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="GlobalAveragePool{T}"/>
    public static GlobalAveragePool<T> GlobalAveragePool() => new();
}
