using System.Numerics;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>Max pooling of planes, for any use of the maxima's positions.</summary>
/// <remarks>
/// Windows of 2×2 that tile the plane, a network's usual case, go by vectors: two rows are taken apart into the four corners of as many
/// windows as a vector has elements; a last vector overlaps the one before or the row below. Other windows are searched by vectors where
/// <see cref="MaximumSearch{T}"/> suits them, else one by one. Threads take planes.
/// </remarks>
internal readonly unsafe struct MaxPoolingKernel<T, TUse>(PoolingGeometry geometry, T* x, T* values, T* target) : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TUse : struct, IMaximumUse
{
    public void Run(int start, int end)
    {
        bool pairs = LanePairs<T>.IsSupported && geometry.IsPairs, searches = !pairs && MaximumSearch<T>.Suits(geometry);
        MaximumSearch<T> search = searches ? new(geometry) : default;
        int valuesOfPlane = TUse.ReadsInput ? geometry.InputPixels : geometry.OutputPixels;
        int targetsOfPlane = TUse.WritesInput ? geometry.InputPixels : geometry.OutputPixels;
        for (nint plane = start; plane < end; plane++)
        {
            T* searched = x + (plane * geometry.InputPixels);
            T* from = values + (plane * valuesOfPlane), to = target + (plane * targetsOfPlane);
            if (TUse.WritesInput)
                new Span<T>(to, targetsOfPlane).Clear();
            if (searches)
                Searched(search, searched, from, to);
            else
                Rows(pairs, searched, from, to);
        }
    }

    private void Searched(MaximumSearch<T> search, T* plane, T* from, T* to)
    {
        search.Read(plane);
        for (int row = 0, window = 0; row < geometry.OutputHeight; row++)
        {
            if (TUse.TakesMaximum)
            {
                T* maxima = search.Maxima(row);
                for (int column = 0; column < geometry.OutputWidth; column++, window++, maxima += geometry.Stride.Width)
                    to[window] = *maxima;
                continue;
            }

            int* positions = search.Positions(row);
            for (int column = 0; column < geometry.OutputWidth; column++, window++)
                TUse.Apply(from, to, window, positions[column]);
        }
    }

    private void Rows(bool pairs, T* plane, T* from, T* to)
    {
        for (int row = 0; row < geometry.OutputHeight; row++)
        {
            if (pairs && geometry.RowFillsVectors(row, Vector256<T>.Count))
            {
                Pairs(plane, from, to, row);
                continue;
            }

            if (TUse.WritesInput && pairs)
                new Span<T>(to + (2 * row * geometry.Width), 2 * geometry.Width).Clear();
            Windows(plane, from, to, row);
        }
    }

    private void Pairs(T* plane, T* from, T* to, int row)
    {
        int last = Math.Max(0, geometry.OutputWidth - Vector256<T>.Count);
        for (int column = 0; ; column = Math.Min(column + Vector256<T>.Count, last))
        {
            int window = (row * geometry.OutputWidth) + column, position = (2 * row * geometry.Width) + (2 * column);
            TUse.Apply(new MaximumMasks<T>(plane + position, geometry.Width), from, to, window, position, geometry.Width);
            if (column == last)
                break;
        }
    }

    private void Windows(T* plane, T* from, T* to, int row)
    {
        for (int column = 0; column < geometry.OutputWidth; column++)
            TUse.Apply(from, to, (row * geometry.OutputWidth) + column, Position(plane, row, column));
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
                if (value <= maximum || T.IsNaN(maximum))
                    continue;
                maximum = value;
                best = (y * geometry.Width) + x;
            }
        }

        return best;
    }
}
