using System.Numerics;
using System.Runtime.CompilerServices;

namespace NormNet.Tensors;

/// <summary>
/// Each index sums one piece of the rows of one group, element by element, over a tile of columns: see <see cref="Summation"/>.
/// </summary>
/// <remarks>
/// Rows are read whole, four at a time, into running sums that stay in the first-level cache; every 256 rows these are added to
/// the totals, so that no sum is a long chain of additions.
/// </remarks>
internal readonly unsafe struct ColumnSummation<T, TTerm>(
    ReductionLayout layout, T* x, double* shifts, double* partial, int pieceRows, int tiles) : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TTerm : struct, ISumTerm
{
    /// <summary>The most columns summed together.</summary>
    internal const int Tile = 512;

    private const int RowBlock = 256;

    private readonly T* _x = x;
    private readonly double* _shifts = shifts;
    private readonly double* _partial = partial;

    [SkipLocalsInit]
    public void Run(int start, int end)
    {
        double* running = stackalloc double[Tile];
        double* totals = stackalloc double[Tile];
        double* zeros = stackalloc double[WideVector.Count];
        new Span<double>(zeros, WideVector.Count).Clear();

        for (int index = start; index < end; index++)
        {
            (int groupAndPiece, int tile) = Math.DivRem(index, tiles);
            (int piece, int group) = Math.DivRem(groupAndPiece, layout.KeptRowCount);
            int column = tile * Tile, columns = Math.Min(Tile, layout.Length - column);
            int firstRow = piece * pieceRows, endRow = (int)Math.Min((long)firstRow + pieceRows, layout.ReducedRowCount);
            T* x = _x + layout.KeptRows.OffsetOf(group) + column;
            double* shifts = _shifts == null ? null : _shifts + (group * layout.Length) + column;

            int padded = (columns + WideVector.Count - 1) & -WideVector.Count;
            new Span<double>(totals, columns).Clear();
            for (int row = firstRow; row < endRow; row += RowBlock)
            {
                new Span<double>(running, padded).Clear();
                AddRows(x, row, Math.Min(row + RowBlock, endRow), columns, shifts, zeros, running);
                for (int i = 0; i < columns; i++)
                    totals[i] += running[i];
            }

            new Span<double>(totals, columns).CopyTo(new Span<double>(_partial + ((long)groupAndPiece * layout.Length) + column, columns));
        }
    }

    private void AddRows(T* x, int row, int endRow, int columns, double* shifts, double* zeros, double* running)
    {
        for (; row <= endRow - 4; row += 4)
        {
            T* a = Row(x, row), b = Row(x, row + 1), c = Row(x, row + 2), d = Row(x, row + 3);
            for (int i = 0; i < columns; i += WideVector.Count)
            {
                var shift = WideVector.Load(shifts == null ? zeros : shifts + i);
                int count = columns - i;
                WideVector upper = Term(a + i, count, shift) + Term(b + i, count, shift);
                WideVector sum = upper + (Term(c + i, count, shift) + Term(d + i, count, shift));
                (WideVector.Load(running + i) + sum).Store(running + i);
            }
        }

        for (; row < endRow; row++)
        {
            T* a = Row(x, row);
            for (int i = 0; i < columns; i += WideVector.Count)
            {
                var shift = WideVector.Load(shifts == null ? zeros : shifts + i);
                (WideVector.Load(running + i) + Term(a + i, columns - i, shift)).Store(running + i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T* Row(T* x, int row) => x + layout.ReducedRows.OffsetOf(row);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static WideVector Term(T* x, int count, WideVector shift)
    {
        WideVector value = count >= WideVector.Count ? WideVector.Load(x) : WideVector.LoadPart(x, count);
        return new(TTerm.Of(value.Low, shift.Low), TTerm.Of(value.High, shift.High));
    }
}
