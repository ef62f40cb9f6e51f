using System.Runtime.CompilerServices;

namespace NormNet.Tensors;

/// <summary>Where the elements of an index space lie: row-major positions of the space to offsets in memory.</summary>
/// <remarks>
/// Axes are merged where they can be, so most spaces end with one or two. The arrays are the caller's, on its stack, and outlive
/// the workers' use of them.
/// </remarks>
internal readonly unsafe struct StridedIndex
{
    private readonly int _rank;
    private readonly int* _extents;
    private readonly int* _strides;

    /// <param name="rank">The number of axes.</param>
    /// <param name="extents">Extents, outermost first.</param>
    /// <param name="strides">By how many elements an offset grows when an index grows by one; 0 repeats.</param>
    internal StridedIndex(int rank, int* extents, int* strides)
    {
        _rank = rank;
        _extents = extents;
        _strides = strides;
    }

    /// <summary>The number of positions.</summary>
    internal int Count
    {
        get
        {
            int count = 1;
            for (int axis = 0; axis < _rank; axis++)
                count *= _extents[axis];
            return count;
        }
    }

    /// <summary>The offset of a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int OffsetOf(int position)
        => _rank == 0 ? 0 : _rank == 1 ? position * _strides[0] : OffsetByDivision((uint)position);

    private int OffsetByDivision(uint position)
    {
        int offset = 0;
        for (int axis = _rank - 1; axis > 0; axis--)
        {
            (position, uint index) = Math.DivRem(position, (uint)_extents[axis]);
            offset += (int)index * _strides[axis];
        }

        return offset + ((int)position * _strides[0]);
    }
}
