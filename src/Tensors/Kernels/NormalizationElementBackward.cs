using System.Numerics;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>Backward where each position of a row has its own γ: rows for ∂ℓ/∂x, columns for ∂ℓ/∂γ and ∂ℓ/∂β, in one go.</summary>
/// <remarks>
/// Rows are cut into blocks by the shape alone; a block leaves its column sums in a place of its own, and the blocks are added in
/// order afterwards. Within a block, column sums of <see cref="RowsPerFlush"/> rows are short enough for <typeparamref name="T"/>; they
/// are then added in double.
/// </remarks>
internal readonly unsafe struct NormalizationElementBackward<T> : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowsPerFlush = 8;
    private const int MostBlocks = 32;

    internal required NormalizationLayout Layout { get; init; }

    internal required StatisticsTable<T> Statistics { get; init; }

    /// <summary>Whether the statistics are constants.</summary>
    internal required bool Given { get; init; }

    internal required T* X { get; init; }

    internal required T* Upstream { get; init; }

    internal required T* Weight { get; init; }

    /// <summary>∂ℓ/∂x, or null where nobody wants it.</summary>
    internal required T* Gradient { get; init; }

    /// <summary>Where each block leaves Σu and then Σu·x̂ of every column, 2 · affine count numbers a block.</summary>
    internal required double* Sums { get; init; }

    /// <summary>Short column sums in <typeparamref name="T"/>, as long as <see cref="Sums"/>.</summary>
    internal required T* ShortSums { get; init; }

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
        int columns = Layout.AffineCount, rows = RowsPerBlock(Layout), last = Math.Min((block + 1) * rows, Layout.Outer);
        double* sums = Sums + (2L * block * columns);
        T* shorts = ShortSums + (2L * block * columns);
        new Span<double>(sums, 2 * columns).Clear();
        new Span<T>(shorts, 2 * columns).Clear();
        for (int row = block * rows; row < last; row++)
        {
            for (int inner = 0; inner < Layout.Inner; inner++)
                RunGroup((row * Layout.Inner) + inner, shorts + (inner * Layout.Length), columns);

            if (row % RowsPerFlush == RowsPerFlush - 1 || row == last - 1)
                Flush(shorts, sums, 2 * columns);
        }
    }

    private void RunGroup(int group, T* columnSums, int columns)
    {
        int start = Layout.StartOf(group), affine = Layout.AffineOf(group % Layout.Inner, 0);
        Standardization<T> standardization = Statistics.Of(Statistics.IndexOf(group, Layout));
        WideSum<T> sum = default, products = default;
        NormalizationSweeps<T>.Sums(
            X + start, Upstream + start, Weight + affine, columnSums, columnSums + columns, Layout.Length, standardization, ref sum, ref products);
        if (Gradient == null)
            return;

        double inverse = double.CreateTruncating(Statistics.InverseDeviation[Statistics.IndexOf(group, Layout)]);
        double offset = Given || !Statistics.Centers ? 0 : inverse * sum.Total / Layout.GroupSize;
        double slope = Given ? 0 : inverse * products.Total / Statistics.Divisor;
        NormalizationSweeps<T>.InputGradient(
            X + start,
            Upstream + start,
            Weight + affine,
            Gradient + start,
            Layout.Length,
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
