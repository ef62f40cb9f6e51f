using System.Numerics;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>The matrix product C = op(A)·op(B), with what it is added to: nothing, C itself, or a bias for each column.</summary>
/// <remarks>
/// <para>
/// By shape: a single row or column is a <see cref="MatrixVectorProduct"/>; small operands stay where they are and go through the register
/// tile at once; larger ones are packed and blocked (<see cref="BlockedProduct{T, V, S}"/>). All widths share one register tile,
/// <see cref="MatrixProductTile{T}"/>.
/// </para>
/// <para>
/// Each element is a sum over k in order, cut every <see cref="BlockedProduct{T, V, S}.StepBlock"/> terms: the error of a sum of K terms
/// is at most about min(K, 256) + K/256 roundings of the largest partial sum. Nothing depends on the number of threads. The target must
/// not overlap an operand.
/// </para>
/// </remarks>
public static unsafe class MatrixProduct
{
    /// <summary>C = op(A)·op(B), or C += op(A)·op(B), or C = op(A)·op(B) + bias.</summary>
    /// <param name="shape">Extents, transpositions and leading dimensions.</param>
    /// <param name="a">A, M×K or transposed.</param>
    /// <param name="b">B, K×N or transposed.</param>
    /// <param name="c">The target, M×N.</param>
    /// <param name="accumulate">Whether the product is added to what the target holds.</param>
    /// <param name="bias">N values added to every row of the product; empty for none. Not together with
    /// <paramref name="accumulate"/>.</param>
    /// <exception cref="ArgumentException">A span is shorter than the shape needs, or the shape contradicts itself.</exception>
    public static void Multiply<T>(
        ProductShape shape, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, bool accumulate = false, ReadOnlySpan<T> bias = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        shape.Validate();
        RequireLength(shape, "A", shape.CountA, a.Length);
        RequireLength(shape, "B", shape.CountB, b.Length);
        RequireLength(shape, "C", shape.CountC, c.Length);
        if (!bias.IsEmpty && (bias.Length != shape.N || accumulate))
        {
            throw new ArgumentException(
                $"Matrix product {shape}: a bias has {shape.N} values, not {bias.Length}, and excludes accumulating.", nameof(bias));
        }

        fixed (T* pa = a, pb = b, pc = c, pBias = bias)
            Multiply(shape, pa, pb, pc, accumulate ? pc : pBias, accumulate ? shape.LeadingC : 0);
    }

    /// <summary>The products of a batch of matrices, one after another in memory or shared.</summary>
    /// <param name="shape">Extents, transpositions and leading dimensions of each product.</param>
    /// <param name="count">How many products.</param>
    /// <param name="a">The left operands.</param>
    /// <param name="strideA">Elements from one left operand to the next; 0 where all share one.</param>
    /// <param name="b">The right operands.</param>
    /// <param name="strideB">Elements from one right operand to the next; 0 where all share one.</param>
    /// <param name="c">The targets.</param>
    /// <param name="strideC">Elements from one target to the next.</param>
    /// <param name="accumulate">Whether the products are added to what the targets hold.</param>
    /// <exception cref="ArgumentException">A span is shorter than the shape needs, targets overlap, or the shape contradicts
    /// itself.</exception>
    public static void MultiplyBatch<T>(
        ProductShape shape, int count, ReadOnlySpan<T> a, int strideA, ReadOnlySpan<T> b, int strideB, Span<T> c, int strideC,
        bool accumulate = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(strideA);
        ArgumentOutOfRangeException.ThrowIfNegative(strideB);
        shape.Validate();
        if (count == 0 || shape.CountC == 0)
            return;

        RequireLength(shape, "A", shape.CountA + ((count - 1L) * strideA), a.Length);
        RequireLength(shape, "B", shape.CountB + ((count - 1L) * strideB), b.Length);
        RequireLength(shape, "C", shape.CountC + ((count - 1L) * strideC), c.Length);
        if (count > 1 && strideC < shape.CountC)
            throw new ArgumentException($"Matrix product {shape}: targets {strideC} elements apart overlap.", nameof(strideC));

        fixed (T* pa = a, pb = b, pc = c)
        {
            var body = new Batch<T>(shape, pa, strideA, pb, strideB, pc, strideC, accumulate);
            bool wide = Work(shape) >= ParallelWork && count < 2 * Workers.Count;
            Workers.For(count, wide ? count : (int)Math.Clamp(ParallelWork / Math.Max(1, Work(shape)), 1, count), body);
        }
    }

    /// <summary>Multiply-adds from which a product is spread over threads: below, waking them costs more than they save.</summary>
    internal const long ParallelWork = 128 * 1024;

    /// <summary>Multiply-adds of a product.</summary>
    internal static long Work(ProductShape shape) => (long)shape.M * shape.N * shape.K;

    /// <summary>C = start + op(A)·op(B) for checked arguments.</summary>
    /// <param name="shape">Extents, transpositions and leading dimensions.</param>
    /// <param name="a">The left operand.</param>
    /// <param name="b">The right operand.</param>
    /// <param name="c">The target.</param>
    /// <param name="start">What the product is added to, N values or a matrix; null for nothing.</param>
    /// <param name="startRow">From one row of <paramref name="start"/> to the next; 0 where all rows share one.</param>
    internal static void Multiply<T>(ProductShape shape, T* a, T* b, T* c, T* start, nint startRow)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (shape.M == 0 || shape.N == 0)
            return;

        var left = new ProductOperand<T>(a, shape.TransposeA ? 1 : shape.LeadingA, shape.TransposeA ? shape.LeadingA : 1);
        var right = new ProductOperand<T>(b, shape.TransposeB ? shape.LeadingB : 1, shape.TransposeB ? 1 : shape.LeadingB);
        if (shape.M == 1)
            MatrixVectorProduct.Multiply(left, right, shape.N, shape.K, c, 1, start, 1);
        else if (shape.N == 1)
            MatrixVectorProduct.Multiply(right, left, shape.M, shape.K, c, shape.LeadingC, start, startRow);
        else if (Vector512.IsHardwareAccelerated)
            BlockedProduct<T, Vector512<T>, Simd512<T>>.Multiply(shape, left, right, c, start, startRow);
        else if (Vector256.IsHardwareAccelerated)
            BlockedProduct<T, Vector256<T>, Simd256<T>>.Multiply(shape, left, right, c, start, startRow);
        else
            BlockedProduct<T, Vector128<T>, Simd128<T>>.Multiply(shape, left, right, c, start, startRow);
    }

    private static void RequireLength(ProductShape shape, string name, long needed, int length)
    {
        if (length < needed)
            throw new ArgumentException($"Matrix product {shape}: {name} needs {needed} elements and has {length}.");
    }

    private readonly struct Batch<T>(ProductShape shape, T* a, int strideA, T* b, int strideB, T* c, int strideC, bool accumulate)
        : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int start, int end)
        {
            for (nint i = start; i < end; i++)
            {
                T* target = c + (i * strideC);
                Multiply(shape, a + (i * strideA), b + (i * strideB), target, accumulate ? target : null, shape.LeadingC);
            }
        }
    }
}
