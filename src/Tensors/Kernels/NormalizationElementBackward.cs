using System.Numerics;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>Backward where each position of a row has its own γ: rows for ∂ℓ/∂x, columns for ∂ℓ/∂γ and ∂ℓ/∂β, in one go.</summary>
/// <remarks>
/// Rows are cut into blocks by the shape alone; a block leaves its column sums in a place of its own, and the blocks are added in
/// order afterwards. Within a block, column sums of <see cref="RowsPerFlush"/> rows are short enough for <typeparamref name="T"/>; they
/// are then added in double.
/// </remarks>
internal readonly unsafe struct NormalizationElementBackward<T>(NormalizationTask<T> task) : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowsPerFlush = 8;
    private const int MostBlocks = 32;

    internal static int RowsPerBlock(in NormalizationLayout layout)
    {
        int rows = (layout.Outer + MostBlocks - 1) / MostBlocks;
        return Math.Max(1, (rows + RowsPerFlush - 1) / RowsPerFlush) * RowsPerFlush;
    }

    internal static int Blocks(in NormalizationLayout layout) => (layout.Outer + RowsPerBlock(layout) - 1) / RowsPerBlock(layout);

    public void Run(int start, int end)
    {
        for (int block = start; block < end; block++)
            RunBlock(block);
    }

    private void RunBlock(int block)
    {
        int columns = task.Layout.AffineCount, rows = RowsPerBlock(task.Layout), last = Math.Min((block + 1) * rows, task.Layout.Outer);
        double* sums = task.Sums + (2L * block * columns);
        T* shorts = task.ShortSums + (2L * block * columns);
        new Span<double>(sums, 2 * columns).Clear();
        new Span<T>(shorts, 2 * columns).Clear();
        for (int row = block * rows; row < last; row++)
        {
            for (int inner = 0; inner < task.Layout.Inner; inner++)
                RunGroup((row * task.Layout.Inner) + inner, shorts + (inner * task.Layout.Length), columns);

            if (row % RowsPerFlush == RowsPerFlush - 1 || row == last - 1)
                Flush(shorts, sums, 2 * columns);
        }
    }

    private void RunGroup(int group, T* columnSums, int columns)
    {
        int start = task.Layout.StartOf(group), affine = task.Layout.AffineOf(group % task.Layout.Inner, 0);
        Standardization<T> standardization = task.Statistics.Of(group);
        WideSum<T> sum = default, products = default;
        NormalizationSweeps<T>.Sums(
            task.X + start,
            task.Upstream + start,
            task.Weight + affine,
            columnSums,
            columnSums + columns,
            task.Layout.Length,
            task.Layout.Ahead,
            standardization,
            ref sum,
            ref products);
        if (task.Gradient == null)
            return;

        double inverse = double.CreateTruncating(task.Statistics.InverseDeviation[group]);
        double offset = task.Statistics.Centers ? inverse * sum.Total / task.Layout.GroupSize : 0;
        double slope = inverse * products.Total / task.Statistics.Divisor;
        NormalizationSweeps<T>.InputGradient(
            task.X + start,
            task.Upstream + start,
            task.Weight + affine,
            task.Gradient + start,
            task.Layout.Length,
            standardization,
            T.CreateTruncating(inverse),
            T.CreateTruncating(slope),
            T.CreateTruncating(offset));
    }

    /// <summary>Adds the short sums in double and clears them.</summary>
    private static void Flush(T* shorts, double* sums, int count)
    {
        int i = 0, width = Vector256<T>.Count;
        for (; i <= count - width; i += width)
        {
            ColumnSums<T>.Add(Vector256.Load(shorts + i), sums + i);
            Vector256<T>.Zero.Store(shorts + i);
        }

        for (; i < count; i++)
        {
            sums[i] += double.CreateTruncating(shorts[i]);
            shorts[i] = T.Zero;
        }
    }
}
