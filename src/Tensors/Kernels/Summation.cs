using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>Sums in double precision over any axes, whatever the elements are.</summary>
/// <remarks>
/// Terms are cut into pieces and blocks at places that the shape alone decides, and added in a fixed order, so the bits are the same
/// for any number of workers. A block of 2,048 terms goes through 16 running sums; block sums are added with compensation. With u = 2⁻⁵³
/// the error of a sum is below 140·u·Σ|terms|, of whatever length, for rows, and below (80 + terms/16,384)·u·Σ|terms| for columns: for
/// float elements that is nothing beside the one rounding of the result.
/// </remarks>
internal static unsafe class Summation
{
    /// <summary>Doubles that may be read past the last result, so that a vector of shifts can be loaded anywhere.</summary>
    internal const int Slack = WideVector.Count;

    private const int Block = 2048;
    private const int PieceTerms = 32768;
    private const int MaxPieces = 64;

    /// <summary>How many results are enough work to share without cutting the sums themselves.</summary>
    private const int ManyResults = 64;

    /// <summary>sums[i] = Σ term(x, shifts[i]) over the elements of result i.</summary>
    /// <remarks>The shifts have <see cref="Slack"/>; they are null where the term has no use for one.</remarks>
    internal static void Sum<T, TTerm>(in ReductionLayout layout, T* x, double* shifts, double* sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTerm : struct, ISumTerm
    {
        int results = layout.ResultCount, terms = layout.TermCount;
        int units = layout.IsInnerReduced ? terms : layout.ReducedRowCount;
        int pieces = results >= ManyResults && layout.IsInnerReduced
            ? 1
            : (int)Math.Clamp((long)terms * Math.Min(results, ManyResults) / PieceTerms, 1, MaxPieces);
        int pieceUnits = (units + pieces - 1) / pieces;
        pieces = (units + pieceUnits - 1) / pieceUnits;

        if (pieces == 1)
        {
            SumPieces<T, TTerm>(layout, x, shifts, sums, 1, pieceUnits);
            return;
        }

        double[] partial = ArrayPool<double>.Shared.Rent(results * pieces);
        fixed (double* pPartial = partial)
        {
            SumPieces<T, TTerm>(layout, x, shifts, pPartial, pieces, pieceUnits);
            for (int i = 0; i < results; i++)
            {
                var sum = new CompensatedSum();
                for (int piece = 0; piece < pieces; piece++)
                    sum.Add(pPartial[((long)piece * results) + i]);
                sums[i] = sum.Value;
            }
        }

        ArrayPool<double>.Shared.Return(partial);
    }

    /// <summary>Partial sums, (pieces, results).</summary>
    private static void SumPieces<T, TTerm>(in ReductionLayout layout, T* x, double* shifts, double* partial, int pieces, int pieceUnits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTerm : struct, ISumTerm
    {
        if (layout.IsInnerReduced)
        {
            int grain = Math.Max(1, Elementwise.Grain / pieceUnits);
            Workers.For(pieces * layout.ResultCount, grain, new RowSums<T, TTerm>(layout, x, shifts, partial, pieceUnits));
        }
        else
        {
            int tiles = (layout.Length + ColumnSummation<T, TTerm>.Tile - 1) / ColumnSummation<T, TTerm>.Tile;
            int grain = Math.Max(1, Elementwise.Grain / (pieceUnits * Math.Min(layout.Length, ColumnSummation<T, TTerm>.Tile)));
            var columns = new ColumnSummation<T, TTerm>(layout, x, shifts, partial, pieceUnits, tiles);
            Workers.For(pieces * layout.KeptRowCount * tiles, grain, columns);
        }
    }

    /// <summary>Each index sums one piece of the terms of one result, whose terms are rows of contiguous elements.</summary>
    private readonly struct RowSums<T, TTerm>(ReductionLayout layout, T* x, double* shifts, double* partial, int pieceTerms) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTerm : struct, ISumTerm
    {
        private readonly T* _x = x;
        private readonly double* _shifts = shifts;
        private readonly double* _partial = partial;

        public void Run(int start, int end)
        {
            for (int index = start; index < end; index++)
            {
                (int piece, int result) = Math.DivRem(index, layout.KeptRowCount);
                double shift = _shifts == null ? 0 : _shifts[result];
                _partial[index] = SumTerms(_x + layout.KeptRows.OffsetOf(result), shift, piece * pieceTerms);
            }
        }

        private double SumTerms(T* x, double shift, int term)
        {
            int end = (int)Math.Min((long)term + pieceTerms, layout.TermCount);
            var sum = new CompensatedSum();
            while (term < end)
            {
                (int row, int column) = Math.DivRem(term, layout.Length);
                int count = Math.Min(Math.Min(layout.Length - column, end - term), Block);
                sum.Add(SumBlock(x + layout.ReducedRows.OffsetOf(row) + column, count, shift));
                term += count;
            }

            return sum.Value;
        }

        /// <remarks>A method of its own, because beside the calls of its caller the running sums would not stay in registers.</remarks>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private static double SumBlock(T* x, int count, double shift)
        {
            Vector256<double> s = Vector256.Create(shift);
            WideVector a = default, b = default;
            int i = 0;
            for (; i <= count - (2 * WideVector.Count); i += 2 * WideVector.Count)
            {
                a += Term(WideVector.Load(x + i), s);
                b += Term(WideVector.Load(x + i + WideVector.Count), s);
            }

            if (i <= count - WideVector.Count)
            {
                a += Term(WideVector.Load(x + i), s);
                i += WideVector.Count;
            }

            if (i < count)
                b += Term(WideVector.LoadPart(x + i, count - i), s).Keep(count - i);
            return (a + b).Sum();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static WideVector Term(WideVector x, Vector256<double> shift) => new(TTerm.Of(x.Low, shift), TTerm.Of(x.High, shift));
    }
}
