using System.Numerics;

namespace NormNet.Layers;

/// <summary>What the layers have in common that make images of a given size, whatever the size of their input.</summary>
public abstract class AdaptivePool2D<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected AdaptivePool2D(int height, int? width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width ?? height, 1, nameof(width));
        (Height, Width) = (height, width ?? height);
    }

    /// <summary>The rows of an output.</summary>
    public int Height { get; }

    /// <summary>The columns of an output.</summary>
    public int Width { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{TypeName}({Height}{(Width == Height ? "" : $", {Width}")})";
}
