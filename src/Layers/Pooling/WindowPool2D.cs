using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>What the layers have in common that make one number of each window.</summary>
public abstract class WindowPool2D<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected WindowPool2D(int kernel, int? stride, int padding)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride ?? kernel, 1, nameof(stride));
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(padding, kernel / 2);
        (Kernel, Stride, Padding) = (kernel, stride ?? kernel, padding);
    }

    /// <summary>The extent of the square window.</summary>
    public int Kernel { get; }

    /// <summary>The step between two windows.</summary>
    public int Stride { get; }

    /// <summary>Rows and columns added on each side.</summary>
    public int Padding { get; }

    private protected PoolingOptions Options => new(Kernel, Stride, Padding);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{TypeName}({Kernel}{(Stride == Kernel ? "" : $", stride: {Stride}")}{(Padding == 0 ? "" : $", padding: {Padding}")})";
}
