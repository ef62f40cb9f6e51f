using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>The means of windows that cover each sequence: (N, C, L) becomes (N, C, length).</summary>
/// <remarks>The windows are those of <see cref="AdaptiveAveragePool2D{T}"/> along one axis.</remarks>
/// <param name="length">The extent of an output.</param>
/// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
public sealed class AdaptiveAveragePool1D<T>(int length) : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The extent of an output.</summary>
    public int Length { get; } = AtLeast.One(length);

    /// <inheritdoc/>
    public override string ToString() => $"AdaptiveAveragePool1D({Length})";

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Shape.Rank == 3 && input.Shape[2] > 0
            ? input.Resample(2, AxisWeights.AdaptiveAverage(input.Shape[2], Length))
            : throw new ArgumentException($"{this}: (N, C, L) with places is expected; got {input.Shape}.", nameof(input));
    }

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new AdaptiveAveragePool1D<T>(Length);
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="AdaptiveAveragePool1D{T}"/>
    public static AdaptiveAveragePool1D<T> AdaptiveAveragePool1D(int length) => new(length);
}
