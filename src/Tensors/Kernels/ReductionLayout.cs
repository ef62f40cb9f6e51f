namespace NormNet.Tensors;

/// <summary>A shape split into the axes a reduction keeps and those it reduces, merged with their neighbours of the same kind.</summary>
/// <remarks>
/// The innermost merged axis is contiguous and is either reduced (rows are folded into one number each) or kept (rows are folded
/// element by element into one row); the others give the offset of a row.
/// </remarks>
internal readonly unsafe struct ReductionLayout
{
    /// <param name="shape">The shape of the source; no extent is 0.</param>
    /// <param name="axes">The reduced axes, sorted, from 0.</param>
    /// <param name="memory">Room for 4 · rank integers, which must live as long as the layout.</param>
    internal ReductionLayout(Shape shape, ReadOnlySpan<int> axes, int* memory)
    {
        int rank = shape.Rank;
        int* keptExtents = memory, keptStrides = memory + rank, reducedExtents = keptStrides + rank, reducedStrides = reducedExtents + rank;
        int kept = 0, reduced = 0, stride = 1;
        bool? previous = null;
        Length = 1;
        IsInnerReduced = true;

        // From the innermost axis outwards; the extents and strides end up outermost first by filling each list from its end.
        for (int axis = rank - 1; axis >= 0; axis--)
        {
            int extent = shape[axis];
            if (extent == 1)
                continue;

            bool isReduced = axes.Contains(axis);
            if (previous is null || (isReduced == previous && kept + reduced == 0))
            {
                IsInnerReduced = isReduced;
                Length *= extent;
            }
            else if (isReduced == previous)
            {
                (isReduced ? reducedExtents + rank - reduced : keptExtents + rank - kept)[0] *= extent;
            }
            else if (isReduced)
            {
                reduced++;
                (reducedExtents[rank - reduced], reducedStrides[rank - reduced]) = (extent, stride);
            }
            else
            {
                kept++;
                (keptExtents[rank - kept], keptStrides[rank - kept]) = (extent, stride);
            }

            previous = isReduced;
            stride *= extent;
        }

        KeptRows = new StridedIndex(kept, keptExtents + rank - kept, keptStrides + rank - kept);
        ReducedRows = new StridedIndex(reduced, reducedExtents + rank - reduced, reducedStrides + rank - reduced);
        KeptRowCount = KeptRows.Count;
        ReducedRowCount = ReducedRows.Count;
    }

    /// <summary>Whether a row is folded into one number.</summary>
    internal bool IsInnerReduced { get; }

    /// <summary>The length of a row.</summary>
    internal int Length { get; }

    /// <summary>Where the rows of each group of results begin.</summary>
    internal StridedIndex KeptRows { get; }

    internal int KeptRowCount { get; }

    /// <summary>Where, from there, the rows lie that are folded together.</summary>
    internal StridedIndex ReducedRows { get; }

    internal int ReducedRowCount { get; }

    /// <summary>How many results there are.</summary>
    internal int ResultCount => KeptRowCount * (IsInnerReduced ? 1 : Length);

    /// <summary>How many elements make one result.</summary>
    internal int TermCount => ReducedRowCount * (IsInnerReduced ? Length : 1);
}
