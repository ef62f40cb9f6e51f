namespace NormNet.Tensors;

/// <summary>The extents of a pooling as its kernels use them.</summary>
internal readonly record struct PoolingGeometry(
    int Height, int Width, int OutputHeight, int OutputWidth, (int Height, int Width) Kernel, (int Height, int Width) Stride,
    (int Height, int Width) Padding, bool CountPadding)
{
    /// <summary>Input elements of a plane.</summary>
    public int InputPixels => Height * Width;

    /// <summary>Output elements of a plane.</summary>
    public int OutputPixels => OutputHeight * OutputWidth;

    /// <summary>Whether windows are the 2×2 squares that tile the plane, the case with kernels by vectors.</summary>
    public bool IsPairs => Kernel == (2, 2) && Stride == (2, 2) && Padding == (0, 0);

    /// <summary>Whether windows tile the plane without a rest.</summary>
    public bool IsCovered => IsPairs && Height % 2 == 0 && Width % 2 == 0;

    /// <summary>Whether a row of 2×2 windows can go by vectors of the given element count.</summary>
    /// <remarks>
    /// A row shorter than a vector may run over into the rows below, which are written or cleared later, but not out of the plane.
    /// </remarks>
    public bool RowFillsVectors(int row, int count)
        => OutputWidth >= count
            || (IsCovered && (2 * row * Width) + Width + (2 * count) <= InputPixels && (row * OutputWidth) + count <= OutputPixels);

    /// <summary>The part of a window inside the input.</summary>
    public (int FirstRow, int EndRow, int FirstColumn, int EndColumn) Window(int row, int column)
    {
        int top = (row * Stride.Height) - Padding.Height, left = (column * Stride.Width) - Padding.Width;
        return (Math.Max(0, top), Math.Min(Height, top + Kernel.Height), Math.Max(0, left), Math.Min(Width, left + Kernel.Width));
    }
}
