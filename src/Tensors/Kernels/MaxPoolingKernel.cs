using System.Numerics;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>Max pooling of planes, for any use of the maxima's positions.</summary>
/// <remarks>
/// Windows of 2×2 that tile the plane, a network's usual case, go by vectors: two rows are taken apart into the four corners of as many
/// windows as a vector has elements; a last vector overlaps the one before. Other windows are searched one by one. Threads take planes.
/// </remarks>
internal readonly unsafe struct MaxPoolingKernel<T, TUse>(PoolingGeometry geometry, T* x, T* values, T* target) : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TUse : struct, IMaximumUse
{
    public void Run(int start, int end)
    {
        bool pairs = LanePairs<T>.IsSupported && geometry.IsPairs && geometry.OutputWidth >= Vector256<T>.Count;
        bool covered = pairs && geometry.Height % 2 == 0 && geometry.Width % 2 == 0;
        int valuesOfPlane = TUse.ReadsInput ? geometry.InputPixels : geometry.OutputPixels;
        int targetsOfPlane = TUse.WritesInput ? geometry.InputPixels : geometry.OutputPixels;
        for (nint plane = start; plane < end; plane++)
        {
            T* from = values + (plane * valuesOfPlane), to = target + (plane * targetsOfPlane);
            if (TUse.WritesInput && !covered)
                new Span<T>(to, targetsOfPlane).Clear();
            if (pairs)
                Pairs(x + (plane * geometry.InputPixels), from, to);
            else
                Windows(x + (plane * geometry.InputPixels), from, to);
        }
    }

    private void Pairs(T* plane, T* from, T* to)
    {
        int last = geometry.OutputWidth - Vector256<T>.Count;
        for (int row = 0; row < geometry.OutputHeight; row++)
        {
            for (int column = 0; ; column = Math.Min(column + Vector256<T>.Count, last))
            {
                int position = (2 * row * geometry.Width) + (2 * column);
                TUse.Apply(new MaximumMasks<T>(plane + position, geometry.Width), from, to, (row * geometry.OutputWidth) + column, position, geometry.Width);
                if (column == last)
                    break;
            }
        }
    }

    private void Windows(T* plane, T* from, T* to)
    {
        int window = 0;
        for (int row = 0; row < geometry.OutputHeight; row++)
        {
            for (int column = 0; column < geometry.OutputWidth; column++)
                TUse.Apply(from, to, window++, Position(plane, row, column));
        }
    }

    private int Position(T* plane, int row, int column)
    {
        (int firstRow, int endRow, int firstColumn, int endColumn) = geometry.Window(row, column);
        int best = (firstRow * geometry.Width) + firstColumn;
        T maximum = plane[best];
        for (int y = firstRow; y < endRow; y++)
        {
            for (int x = firstColumn; x < endColumn; x++)
            {
                T value = plane[(y * geometry.Width) + x];
                if (value > maximum || (T.IsNaN(value) && !T.IsNaN(maximum)))
                    (maximum, best) = (value, (y * geometry.Width) + x);
            }
        }

        return best;
    }
}
