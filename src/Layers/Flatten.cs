using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>One row of features per sample: (N, S...) becomes (N, ∏S), without a copy.</summary>
public sealed class Flatten<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Shape.Rank >= 1
            ? input.Reshape(input.Shape[0], input.Shape.CountOf(1, input.Shape.Rank))
            : throw new ArgumentException("Flatten: samples along the first axis are expected; the input is a scalar.", nameof(input));
    }

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new Flatten<T>();
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="Flatten{T}"/>
    public static Flatten<T> Flatten() => new();
}
