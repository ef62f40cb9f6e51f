namespace NormNet.Tensors;

/// <summary>The extents and layout of a matrix product C = op(A)·op(B): op(A) is M×K, op(B) is K×N, C is M×N, all row-major.</summary>
/// <param name="M">Rows of op(A) and of C.</param>
/// <param name="N">Columns of op(B) and of C.</param>
/// <param name="K">Columns of op(A), rows of op(B): terms of each sum.</param>
/// <param name="TransposeA">Whether A is stored as K×M and op(A) is its transpose.</param>
/// <param name="TransposeB">Whether B is stored as N×K and op(B) is its transpose.</param>
public readonly record struct ProductShape(int M, int N, int K, bool TransposeA = false, bool TransposeB = false)
{
    private readonly int _leadingA;
    private readonly int _leadingB;
    private readonly int _leadingC;

    /// <summary>Elements from one stored row of A to the next; without a value, its rows are contiguous.</summary>
    public int LeadingA
    {
        get => _leadingA > 0 ? _leadingA : ColumnsA;
        init => _leadingA = value;
    }

    /// <summary>Elements from one stored row of B to the next; without a value, its rows are contiguous.</summary>
    public int LeadingB
    {
        get => _leadingB > 0 ? _leadingB : ColumnsB;
        init => _leadingB = value;
    }

    /// <summary>Elements from one row of C to the next; without a value, its rows are contiguous.</summary>
    public int LeadingC
    {
        get => _leadingC > 0 ? _leadingC : N;
        init => _leadingC = value;
    }

    internal long CountA => Count(TransposeA ? K : M, ColumnsA, LeadingA);

    internal long CountB => Count(TransposeB ? N : K, ColumnsB, LeadingB);

    internal long CountC => Count(M, N, LeadingC);

    private int ColumnsA => TransposeA ? M : K;

    private int ColumnsB => TransposeB ? K : N;

    /// <summary>The product in words, such as <c>(64×784)·(256×784)ᵀ</c>.</summary>
    public override string ToString()
        => $"{(TransposeA ? $"({K}×{M})ᵀ" : $"({M}×{K})")}·{(TransposeB ? $"({N}×{K})ᵀ" : $"({K}×{N})")}";

    /// <summary>Throws where an extent is negative or a leading dimension is less than a row.</summary>
    internal void Validate()
    {
        if ((M | N | K) < 0)
            throw new ArgumentException($"Matrix product {this}: extents must not be negative.");
        if (LeadingA < ColumnsA || LeadingB < ColumnsB || LeadingC < N)
        {
            throw new ArgumentException($"Matrix product {this}: leading dimensions {LeadingA}, {LeadingB}, {LeadingC} of A, B, C are less "
                + $"than their columns {ColumnsA}, {ColumnsB}, {N}.");
        }
    }

    private static long Count(int rows, int columns, int leading) => rows == 0 || columns == 0 ? 0 : (((long)rows - 1) * leading) + columns;
}
