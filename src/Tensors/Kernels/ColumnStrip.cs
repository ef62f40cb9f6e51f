using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static NormNet.Tensors.VectorFormat;

namespace NormNet.Tensors;

/// <summary>The loops of <see cref="NormalizationColumns{T}"/> over the rows of some adjacent columns.</summary>
/// <remarks>
/// A few rows are taken at a time, column by column of vectors: their short sums are made in registers, in <typeparamref name="T"/>
/// and pairwise, and added in double to the columns' sums, which stay in the first-level cache. Where rows are a power of two apart, the
/// lines of all rows and tensors that are read together fall on one set of a cache, which has eight places: eight rows of x, or four of
/// x and u, or two of x, u and ∂ℓ/∂x. What the rows have in common is worked out once for each column, so that a value costs few
/// operations: next to reading from the second-level cache they are what takes the time. Results are made from the last row back,
/// because the sums before have left the last rows in the cache.
/// </remarks>
internal readonly unsafe struct ColumnStrip<T>(int rows, int stride, int width)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many rows are taken together of x alone, of x and u, and where a result is written too.</summary>
    private const int Block = 8, UpstreamBlock = 4, ResultBlock = 2;

    private static int Lanes => Vector256<T>.Count;

    /// <summary>Σ(x − c) and Σ(x − c)² of each column about a center c of its own near its mean, in one reading of x.</summary>
    /// <remarks>
    /// Eight values give their mean b, Σ(x − b) and Σ(x − b)²; with d = b − c these move to the center, the mean of the first eight:
    /// Σ(x − c) = Σ(x − b) + 8·d, Σ(x − c)² = Σ(x − b)² + d·(2·Σ(x − b) + 8·d), in double (Chan, Golub &amp; LeVeque 1983).
    /// </remarks>
    /// <param name="x">The first row.</param>
    /// <param name="centers">Whether c is near the mean; 0 otherwise.</param>
    /// <param name="center">Where the c go; room for whole vectors, as in the sums.</param>
    /// <param name="first">Where Σ(x − c) goes.</param>
    /// <param name="second">Where Σ(x − c)² goes.</param>
    internal void Moments(T* x, bool centers, T* center, double* first, double* second)
    {
        Start(first, second);
        if (rows < Block)
            SetCenter(x, centers, center);
        int row = 0;
        for (; row <= rows - Block; row += Block, x += Block * stride)
        {
            int j = 0;
            for (; j <= width - Lanes; j += Lanes)
                AddBlock(x + j, stride, Lanes, centers, row == 0, center + j, first + j, second + j);
            if (j < width)
                AddBlock(x + j, stride, width - j, centers, row == 0, center + j, first + j, second + j);
        }

        for (; row < rows; row++, x += stride)
        {
            for (int j = 0; j < width; j += Lanes)
            {
                Vector256<T> d = VectorPart.Load(x + j, width - j) - Vector256.Load(center + j);
                ColumnSums<T>.Add(d, first + j);
                ColumnSums<T>.AddSquares(d, second + j);
            }
        }
    }

    /// <summary>y = scale·(x − μ) + offset, with the scale in A and the offset in B.</summary>
    internal void Normalize(T* x, T* y, in ColumnFactors<T> factors)
    {
        for (int end = rows; end > 0; end -= ResultBlock)
        {
            int count = Math.Min(ResultBlock, end), first = (end - count) * stride, j = 0;
            for (; j <= width - Lanes; j += Lanes)
                NormalizeBlock(x + first + j, y + first + j, stride, count, factors, j, Lanes);
            if (j < width)
                NormalizeBlock(x + first + j, y + first + j, stride, count, factors, j, width - j);
        }
    }

    /// <summary>Σu and Σu·(x − μ)·invStd of each column.</summary>
    internal void SumUpstream(T* x, T* upstream, in ColumnFactors<T> factors, double* first, double* second)
    {
        Start(first, second);
        int row = 0;
        for (; row <= rows - UpstreamBlock; row += UpstreamBlock, x += UpstreamBlock * stride, upstream += UpstreamBlock * stride)
        {
            int j = 0;
            for (; j <= width - Lanes; j += Lanes)
                AddUpstreamBlock(x + j, upstream + j, stride, factors, j, Lanes, first + j, second + j);
            if (j < width)
                AddUpstreamBlock(x + j, upstream + j, stride, factors, j, width - j, first + j, second + j);
        }

        for (; row < rows; row++, x += stride, upstream += stride)
        {
            for (int j = 0; j < width; j += Lanes)
            {
                Vector256<T> u = VectorPart.Load(upstream + j, width - j);
                ColumnSums<T>.Add(u, first + j);
                Vector256<T> centered = VectorPart.Load(x + j, width - j) - VectorPart.Load(factors.Mean + j, width - j);
                ColumnSums<T>.Add(u * (centered * VectorPart.Load(factors.Inverse + j, width - j)), second + j);
            }
        }
    }

    /// <summary>∂ℓ/∂x = scale·u + offset + slope·(x − μ)·invStd, with the scale in A, the slope in B and the offset in C.</summary>
    internal void InputGradient(T* x, T* upstream, T* gradient, in ColumnFactors<T> factors)
    {
        for (int end = rows; end > 0; end -= ResultBlock)
        {
            int count = Math.Min(ResultBlock, end), first = (end - count) * stride, j = 0;
            for (; j <= width - Lanes; j += Lanes)
                InputGradientBlock(x + first + j, upstream + first + j, gradient + first + j, stride, count, factors, j, Lanes);
            if (j < width)
                InputGradientBlock(x + first + j, upstream + first + j, gradient + first + j, stride, count, factors, j, width - j);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddBlock(T* x, nint stride, int lanes, bool centers, bool isFirst, T* center, double* first, double* second)
    {
        Vector256<T> x0 = VectorPart.Load(x, lanes), x1 = VectorPart.Load(x + stride, lanes);
        Vector256<T> x2 = VectorPart.Load(x + (2 * stride), lanes), x3 = VectorPart.Load(x + (3 * stride), lanes);
        Vector256<T> x4 = VectorPart.Load(x + (4 * stride), lanes), x5 = VectorPart.Load(x + (5 * stride), lanes);
        Vector256<T> x6 = VectorPart.Load(x + (6 * stride), lanes), x7 = VectorPart.Load(x + (7 * stride), lanes);
        Vector256<T> mean = centers
            ? (x0 + x1 + (x2 + x3) + (x4 + x5 + (x6 + x7))) * Vector256.Create(T.CreateTruncating(1.0 / Block))
            : Vector256<T>.Zero;
        if (isFirst)
            mean.Store(center);

        (x0, x1, x2, x3) = (x0 - mean, x1 - mean, x2 - mean, x3 - mean);
        (x4, x5, x6, x7) = (x4 - mean, x5 - mean, x6 - mean, x7 - mean);
        Vector256<T> sum = x0 + x1 + (x2 + x3) + (x4 + x5 + (x6 + x7));
        Vector256<T> squares = SumOfProducts(x0, x0, x1, x1) + SumOfProducts(x2, x2, x3, x3)
            + (SumOfProducts(x4, x4, x5, x5) + SumOfProducts(x6, x6, x7, x7));
        ColumnSums<T>.AddMoments(Block, mean, sum, squares, Vector256.Load(center), first, second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddUpstreamBlock(
        T* x, T* upstream, nint stride, in ColumnFactors<T> factors, int column, int lanes, double* first, double* second)
    {
        Vector256<T> u0 = VectorPart.Load(upstream, lanes), u1 = VectorPart.Load(upstream + stride, lanes);
        Vector256<T> u2 = VectorPart.Load(upstream + (2 * stride), lanes), u3 = VectorPart.Load(upstream + (3 * stride), lanes);
        ColumnSums<T>.Add(u0 + u1 + (u2 + u3), first);

        Vector256<T> mean = VectorPart.Load(factors.Mean + column, lanes), inverse = VectorPart.Load(factors.Inverse + column, lanes);
        Vector256<T> x0 = (VectorPart.Load(x, lanes) - mean) * inverse, x1 = (VectorPart.Load(x + stride, lanes) - mean) * inverse;
        Vector256<T> x2 = (VectorPart.Load(x + (2 * stride), lanes) - mean) * inverse;
        Vector256<T> x3 = (VectorPart.Load(x + (3 * stride), lanes) - mean) * inverse;
        ColumnSums<T>.Add(SumOfProducts(u0, x0, u1, x1) + SumOfProducts(u2, x2, u3, x3), second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void NormalizeBlock(T* x, T* y, nint stride, int rows, in ColumnFactors<T> factors, int column, int lanes)
    {
        Vector256<T> mean = VectorPart.Load(factors.Mean + column, lanes);
        Vector256<T> scale = VectorPart.Load(factors.A + column, lanes), offset = VectorPart.Load(factors.B + column, lanes);
        for (int row = 0; row < rows; row++, x += stride, y += stride)
            VectorPart.Store(MultiplyAdd(VectorPart.Load(x, lanes) - mean, scale, offset), y, lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InputGradientBlock(
        T* x, T* upstream, T* gradient, nint stride, int rows, in ColumnFactors<T> factors, int column, int lanes)
    {
        Vector256<T> scale = VectorPart.Load(factors.A + column, lanes), slope = VectorPart.Load(factors.B + column, lanes);
        Vector256<T> mean = VectorPart.Load(factors.Mean + column, lanes), inverse = VectorPart.Load(factors.Inverse + column, lanes);
        Vector256<T> offset = VectorPart.Load(factors.C + column, lanes);
        for (int row = 0; row < rows; row++, x += stride, upstream += stride, gradient += stride)
        {
            Vector256<T> direct = MultiplyAdd(VectorPart.Load(upstream, lanes), scale, offset);
            VectorPart.Store(MultiplyAdd((VectorPart.Load(x, lanes) - mean) * inverse, slope, direct), gradient, lanes);
        }
    }

    /// <summary>a·b + c·d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> SumOfProducts(Vector256<T> a, Vector256<T> b, Vector256<T> c, Vector256<T> d) => MultiplyAdd(a, b, c * d);

    /// <summary>Fewer rows than a block have the first value as their center.</summary>
    private void SetCenter(T* x, bool centers, T* center)
    {
        for (int j = 0; j < width; j += Lanes)
            (centers ? VectorPart.Load(x + j, width - j) : Vector256<T>.Zero).Store(center + j);
    }

    private void Start(double* first, double* second)
    {
        new Span<double>(first, width + Lanes).Clear();
        new Span<double>(second, width + Lanes).Clear();
    }
}
