using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>The maxima of height × width windows that cover each image: (N, C, H, W) becomes (N, C, height, width).</summary>
/// <remarks>
/// Window i of m along an axis of n goes from ⌊i·n/m⌋ to ⌈(i + 1)·n/m⌉, the end not included: PyTorch's rule. Windows cover the axis,
/// differ by at most one in extent, and overlap where m does not divide n; where m is greater than n, values are repeated.
/// </remarks>
/// <param name="height">The rows of an output.</param>
/// <param name="width">The columns of an output; as many as rows if absent.</param>
/// <exception cref="ArgumentOutOfRangeException">An extent is less than 1.</exception>
public sealed class AdaptiveMaxPool2D<T>(int height, int? width = null) : AdaptivePool2D<T>(height, width)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input) => new Autograd.AdaptiveMaxPool2D<T>(Height, Width).Apply(input);

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new AdaptiveMaxPool2D<T>(Height, Width);
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="AdaptiveMaxPool2D{T}"/>
    public static AdaptiveMaxPool2D<T> AdaptiveMaxPool2D(int height, int? width = null) => new(height, width);
}
