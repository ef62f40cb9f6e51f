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

    /// <summary>The part of a window inside the input.</summary>
    public (int FirstRow, int EndRow, int FirstColumn, int EndColumn) Window(int row, int column)
    {
        int top = (row * Stride.Height) - Padding.Height, left = (column * Stride.Width) - Padding.Width;
        return (Math.Max(0, top), Math.Min(Height, top + Kernel.Height), Math.Max(0, left), Math.Min(Width, left + Kernel.Width));
    }
}
