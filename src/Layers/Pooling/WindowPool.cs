using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>What the layers have in common that make one number of each window.</summary>
public abstract class WindowPool<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected WindowPool(int kernel, int? stride, int padding)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride ?? kernel, 1, nameof(stride));
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(padding, kernel / 2);
        (Kernel, Stride, Padding) = (kernel, stride ?? kernel, padding);
    }

    /// <summary>The extent of the window, square on images.</summary>
    public int Kernel { get; }

    /// <summary>The step between two windows.</summary>
    public int Stride { get; }

    /// <summary>Places added on each side.</summary>
    public int Padding { get; }

    /// <summary>On (N, C, H, W).</summary>
    private protected PoolingOptions ImageOptions => new(Kernel, Stride, Padding);

    /// <summary>On (N, C, 1, L).</summary>
    private protected PoolingOptions SequenceOptions => new((1, Kernel), (1, Stride), (0, Padding));

    /// <inheritdoc/>
    public override string ToString() =>
        $"{TypeName}({Kernel}{(Stride == Kernel ? "" : $", stride: {Stride}")}{(Padding == 0 ? "" : $", padding: {Padding}")})";
}
