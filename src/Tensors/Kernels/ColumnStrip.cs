using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static NormNet.Tensors.VectorFormat;

namespace NormNet.Tensors;

/// <summary>
/// The loops of <see cref="NormalizationColumns{T}"/> and <see cref="NormalizationRows{T}"/> over the rows of some adjacent columns.
/// </summary>
/// <remarks>
/// A few rows are taken at a time, column by column of vectors, and added in <typeparamref name="T"/> to short sums that stay in the
/// first-level cache; after <see cref="Block"/> rows these are added in double to the columns' sums. Where rows are a power of two apart,
/// the lines of all rows and tensors that are read together fall on one set of a cache, which has eight places: four rows of x, or two of
/// x and u, or two of x, u and ∂ℓ/∂x leave room for what was fetched ahead. What the rows have in common is worked out once for each
/// column. Results are made from the last row back, because the sums before have left the last rows in the cache.
/// </remarks>
internal readonly unsafe struct ColumnStrip<T>(int rows, int stride, int width)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many rows have short sums: they err by at most 11 roundings, 8 one after the other and 3 of four terms.</summary>
    internal const int Block = 32;

    /// <summary>How many rows are taken together of x alone, of x and u, and where a result is written too.</summary>
    private const int RowsOfX = 4, RowsOfUpstream = 2, RowsOfResult = 2;

    private static int Lanes => Vector256<T>.Count;

    /// <summary>Room for short sums of so many columns, with the rest of the last vector.</summary>
    internal static int ShortSums(int width) => 3 * (width + Lanes);

    /// <summary>Σ(x − c) and Σ(x − c)² of each column about a center c of its own near its mean.</summary>
    /// <remarks>
    /// A block of n rows gives Σ(x − b) and Σ(x − b)² about the mean b of its first four rows; with d = b − c these move to the center, the
    /// first block's b: Σ(x − c) = Σ(x − b) + n·d, Σ(x − c)² = Σ(x − b)² + d·(2·Σ(x − b) + n·d), in double
    /// (Chan, Golub &amp; LeVeque 1983).
    /// </remarks>
    /// <param name="x">The first row.</param>
    /// <param name="centers">Whether c is near the mean; 0 otherwise.</param>
    /// <param name="center">Where the c go; room for whole vectors, as in the sums.</param>
    /// <param name="first">Where Σ(x − c) goes.</param>
    /// <param name="second">Where Σ(x − c)² goes.</param>
    /// <param name="shorts">Room of <see cref="ShortSums"/>.</param>
    internal void Moments(T* x, bool centers, T* center, double* first, double* second, T* shorts)
    {
        Clear(first, second);
        T* sums = shorts, squares = sums + width + Lanes, middle = center;
        for (int done = 0; done < rows; done += Block, x += Block * stride, middle = squares + width + Lanes)
        {
            int count = Math.Min(Block, rows - done), row = 0;
            Clear(sums, squares);
            SetMiddle(x, count, centers, middle);
            for (; row <= count - RowsOfX; row += RowsOfX)
                AddMoments(x + (row * stride), RowsOfX, middle, sums, squares);
            for (; row < count; row++)
                AddMoments(x + (row * stride), 1, middle, sums, squares);
            for (int j = 0; j < width; j += Lanes)
            {
                Vector256<T> sum = Vector256.Load(sums + j), square = Vector256.Load(squares + j);
                ColumnSums<T>.AddMoments(count, Vector256.Load(middle + j), sum, square, Vector256.Load(center + j), first + j, second + j);
            }
        }
    }

    /// <summary>y = scale·(x − μ) + offset, with the scale in A and the offset in B.</summary>
    internal void Normalize(T* x, T* y, in ColumnFactors<T> factors)
    {
        for (int end = rows; end > 0; end -= RowsOfResult)
        {
            int count = Math.Min(RowsOfResult, end), first = (end - count) * stride, j = 0;
            for (; j <= width - Lanes; j += Lanes)
                Normalize(x + first + j, y + first + j, count, factors, j, Lanes);
            if (j < width)
                Normalize(x + first + j, y + first + j, count, factors, j, width - j);
        }
    }

    /// <summary>Σu and Σu·(x − μ)·invStd of each column.</summary>
    internal void SumUpstream(T* x, T* upstream, in ColumnFactors<T> factors, double* first, double* second, T* shorts)
    {
        Clear(first, second);
        T* sums = shorts, products = sums + width + Lanes;
        for (int done = 0; done < rows; done += Block, x += Block * stride, upstream += Block * stride)
        {
            int count = Math.Min(Block, rows - done), row = 0;
            Clear(sums, products);
            for (; row <= count - RowsOfUpstream; row += RowsOfUpstream)
                AddUpstream(x + (row * stride), upstream + (row * stride), RowsOfUpstream, factors, sums, products);
            for (; row < count; row++)
                AddUpstream(x + (row * stride), upstream + (row * stride), 1, factors, sums, products);
            for (int j = 0; j < width; j += Lanes)
            {
                ColumnSums<T>.Add(Vector256.Load(sums + j), first + j);
                ColumnSums<T>.Add(Vector256.Load(products + j), second + j);
            }
        }
    }

    /// <summary>∂ℓ/∂x = scale·u + offset + slope·(x − μ)·invStd, with the scale in A, the slope in B and the offset in C.</summary>
    internal void InputGradient(T* x, T* upstream, T* gradient, in ColumnFactors<T> factors)
    {
        for (int end = rows; end > 0; end -= RowsOfResult)
        {
            int count = Math.Min(RowsOfResult, end), first = (end - count) * stride, j = 0;
            for (; j <= width - Lanes; j += Lanes)
                InputGradient(x + first + j, upstream + first + j, gradient + first + j, count, factors, j, Lanes);
            if (j < width)
                InputGradient(x + first + j, upstream + first + j, gradient + first + j, count, factors, j, width - j);
        }
    }

    /// <summary>The mean of a block's first four rows, or its first row; 0 for what is not centred.</summary>
    private void SetMiddle(T* x, int count, bool centers, T* middle)
    {
        for (int j = 0; j < width; j += Lanes)
        {
            int lanes = width - j;
            Vector256<T> value = VectorPart.Load(x + j, lanes);
            if (count >= RowsOfX)
            {
                value += VectorPart.Load(x + j + stride, lanes);
                value += VectorPart.Load(x + j + (2 * stride), lanes) + VectorPart.Load(x + j + (3 * stride), lanes);
                value *= Vector256.Create(T.CreateTruncating(1.0 / RowsOfX));
            }

            (centers ? value : Vector256<T>.Zero).Store(middle + j);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddMoments(T* x, int count, T* middle, T* sums, T* squares)
    {
        int j = 0;
        for (; j <= width - Lanes; j += Lanes)
            AddMoments(x + j, count, middle + j, sums + j, squares + j, Lanes);
        if (j < width)
            AddMoments(x + j, count, middle + j, sums + j, squares + j, width - j);
    }

    /// <summary>Adds one row, or four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddMoments(T* x, int count, T* middle, T* sums, T* squares, int lanes)
    {
        Vector256<T> mean = Vector256.Load(middle), x0 = VectorPart.Load(x, lanes) - mean, sum = x0, square = x0 * x0;
        if (count == RowsOfX)
        {
            Vector256<T> x1 = VectorPart.Load(x + stride, lanes) - mean, x2 = VectorPart.Load(x + (2 * stride), lanes) - mean;
            Vector256<T> x3 = VectorPart.Load(x + (3 * stride), lanes) - mean;
            sum = x0 + x1 + (x2 + x3);
            square = MultiplyAdd(x1, x1, square) + MultiplyAdd(x2, x2, x3 * x3);
        }

        (Vector256.Load(sums) + sum).Store(sums);
        (Vector256.Load(squares) + square).Store(squares);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddUpstream(T* x, T* upstream, int count, in ColumnFactors<T> factors, T* sums, T* products)
    {
        int j = 0;
        for (; j <= width - Lanes; j += Lanes)
            AddUpstream(x + j, upstream + j, count, factors, j, sums + j, products + j, Lanes);
        if (j < width)
            AddUpstream(x + j, upstream + j, count, factors, j, sums + j, products + j, width - j);
    }

    /// <summary>Adds one row, or two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddUpstream(T* x, T* upstream, int count, in ColumnFactors<T> factors, int column, T* sums, T* products, int lanes)
    {
        Vector256<T> mean = VectorPart.Load(factors.Mean + column, lanes), inverse = VectorPart.Load(factors.Inverse + column, lanes);
        Vector256<T> sum = VectorPart.Load(upstream, lanes), product = sum * ((VectorPart.Load(x, lanes) - mean) * inverse);
        if (count == RowsOfUpstream)
        {
            Vector256<T> other = VectorPart.Load(upstream + stride, lanes);
            sum += other;
            product = MultiplyAdd(other, (VectorPart.Load(x + stride, lanes) - mean) * inverse, product);
        }

        (Vector256.Load(sums) + sum).Store(sums);
        (Vector256.Load(products) + product).Store(products);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Normalize(T* x, T* y, int count, in ColumnFactors<T> factors, int column, int lanes)
    {
        Vector256<T> mean = VectorPart.Load(factors.Mean + column, lanes);
        Vector256<T> scale = VectorPart.Load(factors.A + column, lanes), offset = VectorPart.Load(factors.B + column, lanes);
        VectorPart.Store(MultiplyAdd(VectorPart.Load(x, lanes) - mean, scale, offset), y, lanes);
        if (count == RowsOfResult)
            VectorPart.Store(MultiplyAdd(VectorPart.Load(x + stride, lanes) - mean, scale, offset), y + stride, lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void InputGradient(T* x, T* upstream, T* gradient, int count, in ColumnFactors<T> factors, int column, int lanes)
    {
        Vector256<T> scale = VectorPart.Load(factors.A + column, lanes), slope = VectorPart.Load(factors.B + column, lanes);
        Vector256<T> mean = VectorPart.Load(factors.Mean + column, lanes), inverse = VectorPart.Load(factors.Inverse + column, lanes);
        Vector256<T> offset = VectorPart.Load(factors.C + column, lanes);
        Vector256<T> direct = MultiplyAdd(VectorPart.Load(upstream, lanes), scale, offset);
        VectorPart.Store(MultiplyAdd((VectorPart.Load(x, lanes) - mean) * inverse, slope, direct), gradient, lanes);
        if (count != RowsOfResult)
            return;

        direct = MultiplyAdd(VectorPart.Load(upstream + stride, lanes), scale, offset);
        VectorPart.Store(MultiplyAdd((VectorPart.Load(x + stride, lanes) - mean) * inverse, slope, direct), gradient + stride, lanes);
    }

    private void Clear<TSum>(TSum* first, TSum* second)
        where TSum : unmanaged
    {
        new Span<TSum>(first, width + Lanes).Clear();
        new Span<TSum>(second, width + Lanes).Clear();
    }
}
