using System.Numerics;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>Binary operators on operands of different shapes, by NumPy's rule.</summary>
/// <remarks>
/// Neighbouring axes along which the same operands repeat are merged. What remains is rows: along the innermost merged axis both
/// operands advance, or one stands still. A bias on rows, a number per channel and a number per row are all of this kind.
/// </remarks>
internal static unsafe class Broadcasting
{
    /// <summary>A repeated row is laid out in memory several times over until it is at least this long.</summary>
    private const int ShortRow = 128;

    /// <summary>target = f(x, y), with x and y repeated to the target's shape, to which both broadcast.</summary>
    internal static void Apply<T, TOperator>(
        ReadOnlySpan<T> x, Shape xShape, ReadOnlySpan<T> y, Shape yShape, Span<T> target, Shape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IBinaryOperator
    {
        if (x.Length == target.Length && y.Length == target.Length)
            Elementwise.Apply<T, TOperator>(x, y, target);
        else if (y.Length == 1 && x.Length == target.Length)
            Elementwise.Apply<T, TOperator>(x, y[0], target);
        else if (x.Length == 1 && y.Length == target.Length)
            Elementwise.Apply<T, TOperator>(x[0], y, target);
        else if (!target.IsEmpty)
            ApplyRows<T, TOperator>(x, xShape, y, yShape, target, shape);
    }

    /// <summary>target = x, repeated to the target's shape.</summary>
    internal static void Copy<T>(ReadOnlySpan<T> x, Shape xShape, Span<T> target, Shape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.Length == target.Length)
            x.CopyTo(target);
        else if (x.Length == 1)
            target.Fill(x[0]);
        else if (!target.IsEmpty)
            ApplyRows<T, First>(x, xShape, x, xShape, target, shape);
    }

    private static void ApplyRows<T, TOperator>(
        ReadOnlySpan<T> x, Shape xShape, ReadOnlySpan<T> y, Shape yShape, Span<T> target, Shape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IBinaryOperator
    {
        int* extents = stackalloc int[shape.Rank], xStrides = stackalloc int[shape.Rank], yStrides = stackalloc int[shape.Rank];
        int rank = MergeAxes(shape, xShape, yShape, extents, xStrides, yStrides);
        int outer = rank - 1, length = extents[outer];
        var xRows = new StridedIndex(outer, extents, xStrides);
        var yRows = new StridedIndex(outer, extents, yStrides);

        fixed (T* px = x, py = y, pTarget = target)
        {
            if (outer == 1 && yStrides[0] == 0 && yStrides[1] != 0 && x.Length == target.Length && length < ShortRow)
                ApplyShortRow<T, TOperator>(px, py, length, pTarget, target.Length);
            else if (xStrides[outer] == 0 && yStrides[outer] == 0)
                Run(new Rows<T, TOperator, Repeated<T>, Repeated<T>>(px, xRows, py, yRows, pTarget, length), target.Length);
            else if (xStrides[outer] == 0)
                Run(new Rows<T, TOperator, Repeated<T>, Elements<T>>(px, xRows, py, yRows, pTarget, length), target.Length);
            else if (yStrides[outer] == 0)
                Run(new Rows<T, TOperator, Elements<T>, Repeated<T>>(px, xRows, py, yRows, pTarget, length), target.Length);
            else
                Run(new Rows<T, TOperator, Elements<T>, Elements<T>>(px, xRows, py, yRows, pTarget, length), target.Length);
        }
    }

    /// <summary>f of every row of x and the same short row y, which is laid out several times over to make long rows.</summary>
    private static void ApplyShortRow<T, TOperator>(T* x, T* y, int length, T* target, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IBinaryOperator
    {
        int longLength = Math.Min(count, (ShortRow + length - 1) / length * length);
        T* repeated = stackalloc T[longLength];
        for (int i = 0; i < longLength; i += length)
            new Span<T>(y, length).CopyTo(new Span<T>(repeated + i, length));

        int one = 1, zero = 0, whole = count / longLength * longLength;
        var xRows = new StridedIndex(1, &one, &longLength);
        var yRows = new StridedIndex(1, &one, &zero);
        Run(new Rows<T, TOperator, Elements<T>, Elements<T>>(x, xRows, repeated, yRows, target, longLength), whole);
        if (whole < count)
            new ElementwiseLoops.Binary<T, TOperator, Elements<T>, Elements<T>>(new(x + whole), new(repeated), target + whole)
                .Run(0, count - whole);
    }

    private static void Run<T, TOperator, TX, TY>(in Rows<T, TOperator, TX, TY> body, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IBinaryOperator
        where TX : struct, IRowOperand<T, TX>
        where TY : struct, IRowOperand<T, TY>
        => Workers.For(count / body.Length, Math.Max(1, Elementwise.Grain / body.Length), in body);

    /// <summary>
    /// Extents and strides of both operands over as few axes as there are changes of which operand repeats; at least one.
    /// </summary>
    private static int MergeAxes(Shape shape, Shape xShape, Shape yShape, int* extents, int* xStrides, int* yStrides)
    {
        // From the innermost axis outwards, so that a merged axis keeps the strides of its innermost part; reversed at the end.
        int rank = 0, xStep = 1, yStep = 1;
        for (int back = 1; back <= shape.Rank; back++)
        {
            int extent = shape[^back];
            int xExtent = back <= xShape.Rank ? xShape[^back] : 1, yExtent = back <= yShape.Rank ? yShape[^back] : 1;
            if (extent == 1)
                continue;

            bool merges = rank > 0 && (xExtent == 1) == (xStrides[rank - 1] == 0) && (yExtent == 1) == (yStrides[rank - 1] == 0);
            if (merges)
            {
                extents[rank - 1] *= extent;
            }
            else
            {
                extents[rank] = extent;
                xStrides[rank] = xExtent == 1 ? 0 : xStep;
                yStrides[rank] = yExtent == 1 ? 0 : yStep;
                rank++;
            }

            xStep *= xExtent;
            yStep *= yExtent;
        }

        new Span<int>(extents, rank).Reverse();
        new Span<int>(xStrides, rank).Reverse();
        new Span<int>(yStrides, rank).Reverse();
        return rank;
    }

    /// <summary>f(x, y) = x.</summary>
    private readonly struct First : IBinaryOperator
    {
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => x;
    }

    /// <summary>Rows of the target, each from a row or a number of x and one of y.</summary>
    private readonly struct Rows<T, TOperator, TX, TY>(T* x, StridedIndex xRows, T* y, StridedIndex yRows, T* target, int length)
        : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IBinaryOperator
        where TX : struct, IRowOperand<T, TX>
        where TY : struct, IRowOperand<T, TY>
    {
        private readonly T* _x = x;
        private readonly T* _y = y;
        private readonly T* _target = target;

        internal int Length { get; } = length;

        public void Run(int start, int end)
        {
            for (int row = start; row < end; row++)
            {
                TX x = TX.At(_x + xRows.OffsetOf(row));
                TY y = TY.At(_y + yRows.OffsetOf(row));
                new ElementwiseLoops.Binary<T, TOperator, TX, TY>(x, y, _target + ((long)row * Length)).Run(0, Length);
            }
        }
    }
}
