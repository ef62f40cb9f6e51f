namespace NormNet.Tensors;

/// <summary>Moves elements between contiguous memory and a <see cref="StridedView"/>.</summary>
internal static unsafe class StridedCopy
{
    /// <summary>
    /// A transposing copy goes through squares of this side. The lines it reads and writes fit the ways of one set of the first-level
    /// cache, where all of them fall if an extent is a large power of two.
    /// </summary>
    private const int Tile = 8;

    /// <summary>target = the elements of the view, in its order.</summary>
    internal static void Gather<T>(T* source, in StridedView view, T* target)
        where T : unmanaged
    {
        (int extent, int stride) = view[view.Rank - 1];
        if (stride != 1 && view.Rank > 1 && view[view.Rank - 2] is (int lines, 1))
        {
            StridedIndex outer = view.Outer(innerAxes: 2);
            int bands = (lines + Tile - 1) / Tile;
            Workers.For(outer.Count * bands, Grain(Tile * extent), new Transposes<T>(source, outer, bands, lines, extent, stride, target));
        }
        else
        {
            StridedIndex outer = view.Outer(innerAxes: 1);
            Workers.For(outer.Count, Grain(extent), new Gathers<T>(source, outer, extent, stride, target));
        }
    }

    /// <summary>The elements of the view = source, in its order; no two positions of the view share an element.</summary>
    internal static void Scatter<T>(T* source, in StridedView view, T* target)
        where T : unmanaged
    {
        (int extent, int stride) = view[view.Rank - 1];
        StridedIndex outer = view.Outer(innerAxes: 1);
        Workers.For(outer.Count, Grain(extent), new Scatters<T>(source, outer, extent, stride, target));
    }

    private static int Grain(int elementsPerIndex) => Math.Max(1, Elementwise.Grain / elementsPerIndex);

    private readonly struct Gathers<T>(T* source, StridedIndex rows, int length, int stride, T* target) : IParallelBody
        where T : unmanaged
    {
        private readonly T* _source = source;
        private readonly T* _target = target;

        public void Run(int start, int end)
        {
            for (int row = start; row < end; row++)
            {
                T* from = _source + rows.OffsetOf(row), to = _target + ((long)row * length);
                if (stride == 1)
                {
                    new Span<T>(from, length).CopyTo(new Span<T>(to, length));
                    continue;
                }

                for (int i = 0; i < length; i++)
                    to[i] = from[(long)i * stride];
            }
        }
    }

    private readonly struct Scatters<T>(T* source, StridedIndex rows, int length, int stride, T* target) : IParallelBody
        where T : unmanaged
    {
        private readonly T* _source = source;
        private readonly T* _target = target;

        public void Run(int start, int end)
        {
            for (int row = start; row < end; row++)
            {
                T* from = _source + ((long)row * length), to = _target + rows.OffsetOf(row);
                if (stride == 1)
                {
                    new Span<T>(from, length).CopyTo(new Span<T>(to, length));
                    continue;
                }

                for (int i = 0; i < length; i++)
                    to[(long)i * stride] = from[i];
            }
        }
    }

    /// <summary>Bands of <see cref="Tile"/> lines of matrices (lines, length) whose columns are contiguous in the source.</summary>
    private readonly struct Transposes<T>(T* source, StridedIndex matrices, int bands, int lines, int length, int stride, T* target)
        : IParallelBody
        where T : unmanaged
    {
        private readonly T* _source = source;
        private readonly T* _target = target;

        public void Run(int start, int end)
        {
            for (int index = start; index < end; index++)
            {
                (int matrix, int band) = Math.DivRem(index, bands);
                int line = band * Tile, endLine = Math.Min(line + Tile, lines);
                T* from = _source + matrices.OffsetOf(matrix), to = _target + ((long)matrix * lines * length);
                for (int column = 0; column < length; column += Tile)
                    TransposeTile(from, to, line, endLine, column, Math.Min(column + Tile, length));
            }
        }

        private void TransposeTile(T* from, T* to, int line, int endLine, int column, int endColumn)
        {
            for (int i = line; i < endLine; i++)
            {
                T* source = from + ((long)column * stride) + i, target = to + ((long)i * length) + column;
                for (int count = endColumn - column; count > 0; count--)
                {
                    *target++ = *source;
                    source += stride;
                }
            }
        }
    }
}
