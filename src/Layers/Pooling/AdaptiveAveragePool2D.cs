using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>The means of height × width windows that cover each image: (N, C, H, W) becomes (N, C, height, width).</summary>
/// <remarks>
/// Window i of m along an axis of n goes from ⌊i·n/m⌋ to ⌈(i + 1)·n/m⌉, the end not included: PyTorch's rule. Windows cover the axis,
/// differ by at most one in extent, and overlap where m does not divide n; where m is greater than n, values are repeated.
/// </remarks>
/// <param name="height">The rows of an output.</param>
/// <param name="width">The columns of an output; as many as rows if absent.</param>
/// <exception cref="ArgumentOutOfRangeException">An extent is less than 1.</exception>
public sealed class AdaptiveAveragePool2D<T>(int height, int? width = null) : AdaptivePool2D<T>(height, width)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Shape shape = input.Shape;
        return shape.Rank == 4 && shape[2] > 0 && shape[3] > 0
            ? input.Resample(2, AxisWeights.AdaptiveAverage(shape[2], Height)).Resample(3, AxisWeights.AdaptiveAverage(shape[3], Width))
            : throw new ArgumentException($"{this}: (N, C, H, W) with pixels is expected; got {shape}.", nameof(input));
    }

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new AdaptiveAveragePool2D<T>(Height, Width);
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="AdaptiveAveragePool2D{T}"/>
    public static AdaptiveAveragePool2D<T> AdaptiveAveragePool2D(int height, int? width = null) => new(height, width);
}
