using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>Where the maxima of a plane's windows lie, a vector of neighbouring windows at a time: for windows that overlap.</summary>
/// <remarks>
/// A window's maximum is the largest of its rows' maxima, and a row's is shared by all windows that lie above one another: along the rows
/// first, then down the columns, each time the first of equals. Padding is −∞, which nothing is below. Windows begin at every column,
/// whatever the stride; those in between are left out. Places are integers as wide as an element, to be chosen by the same masks.
/// </remarks>
internal readonly unsafe ref struct MaximumSearch<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PoolingGeometry _geometry;
    private readonly int _width;
    private readonly T* _line;
    private readonly T* _maxima;
    private readonly T* _columns;
    private readonly T* _rows;
    private readonly T* _found;
    private readonly int* _positions;

    /// <summary>Memory of the calling thread for planes of these extents.</summary>
    public MaximumSearch(in PoolingGeometry geometry)
    {
        _geometry = geometry;
        _width = geometry.Width + (2 * geometry.Padding.Width) - geometry.Kernel.Width + 1;
        _line = Scratch.Get<T>(ScratchUse.Image, _width + geometry.Kernel.Width);
        _maxima = Scratch.Get<T>(ScratchUse.Windows, (nint)geometry.Height * _width);
        _columns = Scratch.Get<T>(ScratchUse.Partials, (nint)geometry.Height * _width);
        _rows = Scratch.Get<T>(ScratchUse.Sums, _width);
        _found = Scratch.Get<T>(ScratchUse.Upstream, _width);
        _positions = Scratch.Get<int>(ScratchUse.Flags, geometry.OutputWidth);
    }

    /// <summary>Whether windows go by vectors here, and begin densely enough for it to pay.</summary>
    public static bool Suits(in PoolingGeometry geometry) => Vector256<T>.IsSupported && geometry.Stride.Width <= Vector256<T>.Count;

    /// <summary>Searches the rows of a plane, each from every column on.</summary>
    public void Read(T* plane)
    {
        int padding = _geometry.Padding.Width, kernel = _geometry.Kernel.Width, width = _width;
        new Span<T>(_line, padding).Fill(T.NegativeInfinity);
        new Span<T>(_line + padding + _geometry.Width, padding).Fill(T.NegativeInfinity);
        T* maxima = _maxima, columns = _columns;
        for (int row = 0; row < _geometry.Height; row++, plane += _geometry.Width, maxima += width, columns += width)
        {
            new ReadOnlySpan<T>(plane, _geometry.Width).CopyTo(new Span<T>(_line + padding, _geometry.Width));
            for (int column = 0; column < width; column += Vector256<T>.Count)
            {
                Vector256<T> maximum = Vector256.Load(_line + column), place = Vector256<T>.Zero;
                for (int x = 1; x < kernel; x++)
                    Choose(ref maximum, ref place, Vector256.Load(_line + column + x), x);
                maximum.Store(maxima + column);
                place.Store(columns + column);
            }
        }
    }

    /// <summary>Searches a row of windows for their maxima, which lie a stride apart in what is returned.</summary>
    public T* Maxima(int row)
    {
        Down(row, _found, places: null);
        return _found;
    }

    /// <summary>Searches a row of windows for the positions of their maxima in the plane.</summary>
    public int* Positions(int row)
    {
        int first = Down(row, _found, _rows), width = _width, planeWidth = _geometry.Width, stride = _geometry.Stride.Width;
        T* rows = _rows, columns = _columns;
        int* positions = _positions;
        for (int window = 0, left = 0; window < _geometry.OutputWidth; window++, left += stride)
        {
            int y = Number(rows, left), x = Number(columns, ((nint)y * width) + left) + left - _geometry.Padding.Width;

            // Where all is −∞ the first place was kept, which may lie in the padding.
            positions[window] = Math.Max(first * planeWidth, (y * planeWidth) + x);
        }

        return positions;
    }

    /// <summary>The largest of the rows' maxima that a row of windows sees, and which row it is in; returns the first of these.</summary>
    private int Down(int row, T* found, T* places)
    {
        (int first, int end, _, _) = _geometry.Window(row, 0);
        int width = _width;
        for (int column = 0; column < width; column += Vector256<T>.Count)
        {
            T* maxima = _maxima + ((nint)first * width) + column;
            Vector256<T> maximum = Vector256.Load(maxima), place = Place(first);
            for (int y = first + 1; y < end; y++)
                Choose(ref maximum, ref place, Vector256.Load(maxima += width), y);
            maximum.Store(found + column);
            if (places != null)
                place.Store(places + column);
        }

        return first;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Choose(ref Vector256<T> maximum, ref Vector256<T> place, Vector256<T> value, int at)
    {
        // "Not at most" is true of what is not a number, which then stays.
        Vector256<T> chosen = Vector256.AndNot(Vector256.Equals(maximum, maximum), Vector256.LessThanOrEqual(value, maximum));
        maximum = Vector256.ConditionalSelect(chosen, value, maximum);
        place = Vector256.ConditionalSelect(chosen, Place(at), place);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Place(int place)
        => sizeof(T) == sizeof(int) ? Vector256.Create(place).As<int, T>() : Vector256.Create((long)place).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Number(T* places, nint at) => sizeof(T) == sizeof(int) ? ((int*)places)[at] : (int)((long*)places)[at];
}
