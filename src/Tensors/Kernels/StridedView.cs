namespace NormNet.Tensors;

/// <summary>A shape laid over memory with its own strides: axes in another order, or a box cut from a larger tensor.</summary>
/// <remarks>Neighbouring axes that lie in memory as one are merged; axes of extent 1 are dropped. One axis at least remains.</remarks>
internal readonly unsafe struct StridedView
{
    private readonly int* _extents;
    private readonly int* _strides;

    /// <summary>A view of the given extents and strides, outermost first, in room for 2 · (rank + 1) integers.</summary>
    internal StridedView(ReadOnlySpan<int> extents, ReadOnlySpan<int> strides, int* memory)
    {
        _extents = memory;
        _strides = memory + extents.Length + 1;
        for (int axis = 0; axis < extents.Length; axis++)
        {
            if (extents[axis] == 1)
                continue;

            if (Rank > 0 && _strides[Rank - 1] == (long)strides[axis] * extents[axis])
            {
                _extents[Rank - 1] *= extents[axis];
                _strides[Rank - 1] = strides[axis];
            }
            else
            {
                (_extents[Rank], _strides[Rank]) = (extents[axis], strides[axis]);
                Rank++;
            }
        }

        if (Rank == 0)
            (_extents[0], _strides[0], Rank) = (1, 1, 1);
    }

    /// <summary>The number of merged axes, at least 1.</summary>
    internal int Rank { get; }

    /// <summary>Extent and stride of a merged axis.</summary>
    internal (int Extent, int Stride) this[int axis] => (_extents[axis], _strides[axis]);

    /// <summary>All axes but the last ones.</summary>
    internal StridedIndex Outer(int innerAxes) => new(Rank - innerAxes, _extents, _strides);
}
