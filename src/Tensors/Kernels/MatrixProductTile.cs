using System.Numerics;
using System.Runtime.CompilerServices;

namespace NormNet.Tensors;

/// <summary>One register tile of a matrix product: 6 rows (4 at a target's end) by 2 vectors, for any layout of the left operand.</summary>
/// <remarks>
/// <para>
/// 12 accumulators, 2 vectors of the right operand and 1 broadcast value fill 15 of the 16 registers of AVX2; per step of the sum 12 fused
/// multiply-adds stand against 8 loads, and 12 independent sums hide the latency of 4 cycles on two units. The accumulators are
/// named locals because arrays of vectors live in memory. Each element of the target is one sum in the order of the steps, from zero,
/// and then added to its start value: the bits depend on where the steps are cut, not on which tile an element falls into.
/// </para>
/// <para>
/// The six rows of the left operand lie at any offsets, a step apart in memory by any stride: packed panels, plain and transposed
/// matrices and shifted windows of an image are the same to the tile. A sum may consist of several runs (the rows of an image).
/// </para>
/// </remarks>
internal unsafe struct MatrixProductTile<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 6;

    /// <summary>Rows of the smaller tile that ends a target whose rows are no multiple of 6.</summary>
    public const int FewRows = 4;

    /// <summary>The left operand at row 0, step 0.</summary>
    public T* Left;

    /// <summary>Where rows 1 to 5 of the left operand lie, from row 0.</summary>
    public nint Row1, Row2, Row3, Row4, Row5;

    /// <summary>From one step to the next in the left operand.</summary>
    public nint LeftStep;

    /// <summary>What is added to the left pointer after each run of steps.</summary>
    public nint LeftRunJump;

    /// <summary>The right operand: two vectors a step.</summary>
    public T* Right;

    /// <summary>From one step to the next in the right operand.</summary>
    public nint RightStep;

    /// <summary>Steps of a run.</summary>
    public int Steps;

    /// <summary>Runs of the sum.</summary>
    public int Runs;

    /// <summary>What the sums are added to: the target itself, a bias, or zeros.</summary>
    public T* Start;

    /// <summary>From one row to the next in <see cref="Start"/>; 0 for values shared by the rows.</summary>
    public nint StartRow;

    /// <summary>Where the tile is written.</summary>
    public T* Target;

    /// <summary>From one row to the next in the target.</summary>
    public nint TargetRow;

    /// <summary>Lays rows 1 to 5 a stride apart; rows past the last stand for the last again, so that no foreign memory is read.</summary>
    public void SpaceRows(nint stride, int rows)
    {
        Row1 = Math.Min(1, rows - 1) * stride;
        Row2 = Math.Min(2, rows - 1) * stride;
        Row3 = Math.Min(3, rows - 1) * stride;
        Row4 = Math.Min(4, rows - 1) * stride;
        Row5 = Math.Min(5, rows - 1) * stride;
    }

    /// <summary>Computes the tile and writes its first rows and columns; rows are at most 6, columns two vectors.</summary>
    public readonly void Run<V, S>(int rows, int columns)
        where V : unmanaged
        where S : struct, ISimd<T, V>
    {
        if (columns < 2 * S.Count || (rows != Rows && rows != FewRows))
            RunEdge<V, S>(rows, columns);
        else if (rows == Rows)
            RunSix<V, S>();
        else
            RunFour<V, S>();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void RunSix<V, S>()
        where V : unmanaged
        where S : struct, ISimd<T, V>
    {
        T* a = Left;
        T* b = Right;
        nint row1 = Row1, row2 = Row2, row3 = Row3, row4 = Row4, row5 = Row5, leftStep = LeftStep, rightStep = RightStep;
        V c00 = default, c01 = default;
        V c10 = default, c11 = default;
        V c20 = default, c21 = default;
        V c30 = default, c31 = default;
        V c40 = default, c41 = default;
        V c50 = default, c51 = default;

        for (int run = Runs; run > 0; run--)
        {
            for (int step = Steps; step > 0; step--)
            {
                V b0 = S.Load(b), b1 = S.Load(b + S.Count);
                V x0 = S.Broadcast(a);
                c00 = S.MultiplyAdd(x0, b0, c00);
                c01 = S.MultiplyAdd(x0, b1, c01);
                V x1 = S.Broadcast(a + row1);
                c10 = S.MultiplyAdd(x1, b0, c10);
                c11 = S.MultiplyAdd(x1, b1, c11);
                V x2 = S.Broadcast(a + row2);
                c20 = S.MultiplyAdd(x2, b0, c20);
                c21 = S.MultiplyAdd(x2, b1, c21);
                V x3 = S.Broadcast(a + row3);
                c30 = S.MultiplyAdd(x3, b0, c30);
                c31 = S.MultiplyAdd(x3, b1, c31);
                V x4 = S.Broadcast(a + row4);
                c40 = S.MultiplyAdd(x4, b0, c40);
                c41 = S.MultiplyAdd(x4, b1, c41);
                V x5 = S.Broadcast(a + row5);
                c50 = S.MultiplyAdd(x5, b0, c50);
                c51 = S.MultiplyAdd(x5, b1, c51);
                a += leftStep;
                b += rightStep;
            }

            a += LeftRunJump;
        }

        T* start = Start;
        T* target = Target;
        nint startRow = StartRow, targetRow = TargetRow;
        Finish<V, S>(c00, c01, start, target);
        Finish<V, S>(c10, c11, start + startRow, target + targetRow);
        Finish<V, S>(c20, c21, start + (2 * startRow), target + (2 * targetRow));
        Finish<V, S>(c30, c31, start + (3 * startRow), target + (3 * targetRow));
        Finish<V, S>(c40, c41, start + (4 * startRow), target + (4 * targetRow));
        Finish<V, S>(c50, c51, start + (5 * startRow), target + (5 * targetRow));
    }

    /// <summary>Computes a tile of 4 rows: 8 accumulators, as many as the latency needs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void RunFour<V, S>()
        where V : unmanaged
        where S : struct, ISimd<T, V>
    {
        T* a = Left;
        T* b = Right;
        nint row1 = Row1, row2 = Row2, row3 = Row3, leftStep = LeftStep, rightStep = RightStep;
        V c00 = default, c01 = default;
        V c10 = default, c11 = default;
        V c20 = default, c21 = default;
        V c30 = default, c31 = default;

        for (int run = Runs; run > 0; run--)
        {
            for (int step = Steps; step > 0; step--)
            {
                V b0 = S.Load(b), b1 = S.Load(b + S.Count);
                V x0 = S.Broadcast(a);
                c00 = S.MultiplyAdd(x0, b0, c00);
                c01 = S.MultiplyAdd(x0, b1, c01);
                V x1 = S.Broadcast(a + row1);
                c10 = S.MultiplyAdd(x1, b0, c10);
                c11 = S.MultiplyAdd(x1, b1, c11);
                V x2 = S.Broadcast(a + row2);
                c20 = S.MultiplyAdd(x2, b0, c20);
                c21 = S.MultiplyAdd(x2, b1, c21);
                V x3 = S.Broadcast(a + row3);
                c30 = S.MultiplyAdd(x3, b0, c30);
                c31 = S.MultiplyAdd(x3, b1, c31);
                a += leftStep;
                b += rightStep;
            }

            a += LeftRunJump;
        }

        T* start = Start;
        T* target = Target;
        nint startRow = StartRow, targetRow = TargetRow;
        Finish<V, S>(c00, c01, start, target);
        Finish<V, S>(c10, c11, start + startRow, target + targetRow);
        Finish<V, S>(c20, c21, start + (2 * startRow), target + (2 * targetRow));
        Finish<V, S>(c30, c31, start + (3 * startRow), target + (3 * targetRow));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<V, S>(V left, V right, T* start, T* target)
        where V : unmanaged
        where S : struct, ISimd<T, V>
    {
        S.Store(S.Add(left, S.Load(start)), target);
        S.Store(S.Add(right, S.Load(start + S.Count)), target + S.Count);
    }

    /// <summary>Computes a whole tile beside the target and copies the part that exists.</summary>
    [SkipLocalsInit]
    private readonly void RunEdge<V, S>(int rows, int columns)
        where V : unmanaged
        where S : struct, ISimd<T, V>
    {
        T* sums = stackalloc T[Rows * 2 * S.Count];
        MatrixProductTile<T> whole = this;
        whole.Target = sums;
        whole.TargetRow = 2 * S.Count;
        whole.Start = Zeros<T>.Block;
        whole.StartRow = 0;
        if (rows <= FewRows)
            whole.RunFour<V, S>();
        else
            whole.RunSix<V, S>();
        for (int row = 0; row < rows; row++)
        {
            T* sum = sums + (row * 2 * S.Count), start = Start + (row * StartRow), target = Target + (row * TargetRow);
            int column = 0;
            for (; column <= columns - S.Count; column += S.Count)
                S.Store(S.Add(S.Load(sum + column), S.Load(start + column)), target + column);
            for (; column < columns; column++)
                target[column] = sum[column] + start[column];
        }
    }
}
