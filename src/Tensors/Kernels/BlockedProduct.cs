using System.Numerics;

namespace NormNet.Tensors;

/// <summary>
/// A matrix product by register tiles over packed panels, after Goto &amp; van de Geijn (2008) and BLIS (Van Zee &amp; van de Geijn 2015).
/// </summary>
/// <remarks>
/// <para>
/// The sum is cut every <see cref="StepBlock"/> terms, so that a panel of the right operand (256 steps × 2 vectors: 16 KiB) stays in the
/// first-level cache while the tiles of a block of rows pass over it, and that block of the left operand (up to
/// <see cref="RowBlockPanels"/> panels of 6 rows: 96 KiB of float) in the second. Packing the right operand is shared by the threads; each
/// thread packs the rows of its own blocks. The targets' blocks are disjoint, each sum has one order.
/// </para>
/// <para>
/// An operand whose lanes the tile can read in place is not packed where packing would cost more than it saves: a left operand that
/// few column panels use, a right operand that is not transposed and fits the cache.
/// </para>
/// </remarks>
internal static unsafe class BlockedProduct<T, V, S>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged
    where S : struct, ISimd<T, V>
{
    /// <summary>Terms after which a sum is added to the target.</summary>
    public const int StepBlock = 256;

    private const int Rows = MatrixProductTile<T>.Rows;
    private const int RowBlockPanels = 16;
    private const int ColumnBlock = 4096;

    /// <summary>Up to this many panels of columns, rows of the left operand are read in place.</summary>
    private const int DirectLeftPanels = 8;

    /// <summary>Up to this many rows, threads take strips of columns: the left operand is small enough to be read anew for each.</summary>
    private const int StripRows = 256;

    /// <summary>Up to this many bytes, a right operand that is not transposed is read in place.</summary>
    private const int DirectRightBytes = 64 * 1024;

    private static int Columns => 2 * S.Count;

    /// <summary>C = start + op(A)·op(B).</summary>
    public static void Multiply(ProductShape shape, ProductOperand<T> left, ProductOperand<T> right, T* c, T* start, nint startRow)
    {
        var job = new Job
        {
            Left = left,
            Right = right,
            Target = c,
            TargetRow = shape.LeadingC,
            Start = start == null ? Zeros<T>.Block : start,
            StartRow = start == null ? 0 : startRow,
            StartColumn = start == null ? 0 : 1,
            LeftPanels = new RowPanels(shape.M),
        };
        bool parallel = MatrixProduct.Work(shape) >= MatrixProduct.ParallelWork && Workers.Count > 1;
        job.RightInPlace = right.LaneStride == 1 && (long)shape.N * shape.K * sizeof(T) <= DirectRightBytes;
        job.LeftInPlace = Panels(shape.N, Columns) <= DirectLeftPanels;

        for (int column = 0; column < shape.N; column += ColumnBlock)
        {
            job.Column = column;
            job.N = Math.Min(ColumnBlock, shape.N - column);
            job.RightPanels = Panels(job.N, Columns);
            if (parallel && shape.M <= StripRows && job.RightPanels > Workers.Count)
            {
                var strips = new Strips(job, shape.K, Math.Min(Panels(job.RightPanels, 4 * Workers.Count), DirectLeftPanels));
                Workers.For(strips.Count, 1, strips);
                continue;
            }

            job.Packed = Scratch.Get<T>(ScratchUse.RightPanels, (nint)job.RightPanels * Columns * Math.Min(shape.K, StepBlock));
            MultiplyColumns(job, shape.K, parallel);
        }
    }

    private static void MultiplyColumns(Job job, int steps, bool parallel)
    {
        int step = 0;
        do
        {
            job.Step = step;
            job.Steps = Math.Min(StepBlock, steps - step);
            Cut(ref job, parallel ? Workers.Count : 1);
            int packed = job.RightInPlace ? job.N % Columns == 0 ? 0 : 1 : job.RightPanels;
            int grain = parallel ? Math.Max(1, 8192 / Math.Max(1, job.Steps * Columns)) : packed;
            if (packed > 0)
                Workers.For(packed, Math.Max(1, grain), new PackRight(job));
            int tasks = job.RowBlocks * job.ColumnBlocks;
            Workers.For(tasks, parallel ? 1 : tasks, new Tiles(job));

            job.Start = job.Target;
            job.StartRow = job.TargetRow;
            job.StartColumn = 1;
            step += job.Steps;
        }
        while (step < steps);
    }

    /// <summary>Cuts the target into blocks for the threads: rows first, columns too where the rows are too few.</summary>
    private static void Cut(ref Job job, int threads)
    {
        int wanted = threads == 1 ? 1 : 4 * threads;
        job.BlockRows = Math.Clamp(Panels(job.LeftPanels.Count, wanted), 1, RowBlockPanels);
        job.RowBlocks = Panels(job.LeftPanels.Count, job.BlockRows);
        job.BlockColumns = Math.Max(1, Panels(job.RightPanels, Panels(wanted, job.RowBlocks)));
        job.ColumnBlocks = Panels(job.RightPanels, job.BlockColumns);
    }

    private static int Panels(int lanes, int width) => (lanes + width - 1) / width;

    /// <summary>A block of the columns and of the sum's terms, and how it is cut.</summary>
    private struct Job
    {
        public ProductOperand<T> Left, Right;
        public T* Target, Start, Packed;
        public nint TargetRow, StartRow, StartColumn;
        public RowPanels LeftPanels;
        public int N, Column, Step, Steps;
        public int RightPanels, BlockRows, BlockColumns, RowBlocks, ColumnBlocks;
        public bool LeftInPlace, RightInPlace;
    }

    /// <summary>Packs panels of the right operand: all of them, or only the last where the others are read in place.</summary>
    private readonly struct PackRight(Job job) : IParallelBody
    {
        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                int panel = job.RightInPlace ? job.RightPanels - 1 : i;
                int lane = panel * Columns;
                PanelPacking.Pack(job.Right.At(job.Column + lane, job.Step), job.Right.LaneStride, job.Right.StepStride,
                    Math.Min(Columns, job.N - lane), job.Steps, job.Packed + ((nint)i * Columns * job.Steps), Columns);
            }
        }
    }

    /// <summary>Computes strips of columns from the first term to the last: each packed and multiplied by one thread, without waiting.</summary>
    private readonly struct Strips(Job job, int steps, int panels) : IParallelBody
    {
        public int Count => Panels(job.RightPanels, panels);

        public void Run(int start, int end)
        {
            for (int strip = start; strip < end; strip++)
            {
                Job own = job;
                int lane = strip * panels * Columns;
                own.Column = job.Column + lane;
                own.N = Math.Min(panels * Columns, job.N - lane);
                own.RightPanels = Panels(own.N, Columns);
                own.LeftInPlace = true;
                own.Packed = Scratch.Get<T>(ScratchUse.RightPanels, (nint)own.RightPanels * Columns * Math.Min(steps, StepBlock));
                MultiplyColumns(own, steps, parallel: false);
            }
        }
    }

    /// <summary>Computes blocks of the target.</summary>
    private readonly struct Tiles(Job job) : IParallelBody
    {
        public void Run(int start, int end)
        {
            for (int block = start; block < end; block++)
                Block(block / job.ColumnBlocks * job.BlockRows, block % job.ColumnBlocks * job.BlockColumns);
        }

        private void Block(int firstRowPanel, int firstColumnPanel)
        {
            int endRowPanel = Math.Min(firstRowPanel + job.BlockRows, job.LeftPanels.Count);
            int endColumnPanel = Math.Min(firstColumnPanel + job.BlockColumns, job.RightPanels);
            T* packed = job.LeftInPlace ? null : PackLeft(firstRowPanel, endRowPanel);

            var tile = new MatrixProductTile<T>
            {
                Steps = job.Steps,
                Runs = 1,
                StartRow = job.StartRow,
                TargetRow = job.TargetRow,
            };
            tile.SpaceRows(1, Rows);
            for (int columnPanel = firstColumnPanel; columnPanel < endColumnPanel; columnPanel++)
            {
                SetRight(ref tile, columnPanel);
                int lane = columnPanel * Columns, columns = Math.Min(Columns, job.N - lane);
                for (int rowPanel = firstRowPanel; rowPanel < endRowPanel; rowPanel++)
                {
                    int row = job.LeftPanels.Start(rowPanel), rows = job.LeftPanels.Rows(rowPanel);
                    if (packed == null)
                    {
                        tile.Left = job.Left.At(row, job.Step);
                        tile.LeftStep = job.Left.StepStride;
                        tile.SpaceRows(job.Left.LaneStride, rows);
                    }
                    else
                    {
                        tile.Left = packed + ((nint)(row - job.LeftPanels.Start(firstRowPanel)) * job.Steps);
                        tile.LeftStep = job.LeftPanels.Width(rowPanel);
                    }

                    nint column = job.Column + lane;
                    tile.Target = job.Target + (row * job.TargetRow) + column;
                    tile.Start = job.Start + (row * job.StartRow) + (column * job.StartColumn);
                    tile.Run<V, S>(rows, columns);
                }
            }
        }

        private void SetRight(ref MatrixProductTile<T> tile, int panel)
        {
            bool inPlace = job.RightInPlace && (panel + 1) * Columns <= job.N;
            tile.RightStep = inPlace ? job.Right.StepStride : Columns;
            tile.Right = inPlace ? job.Right.At(job.Column + (panel * Columns), job.Step)
                : job.Packed + (job.RightInPlace ? 0 : (nint)panel * Columns * job.Steps);
        }

        private T* PackLeft(int firstPanel, int endPanel)
        {
            T* packed = Scratch.Get<T>(ScratchUse.LeftPanels, (nint)RowBlockPanels * Rows * StepBlock);
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                int row = job.LeftPanels.Start(panel);
                PanelPacking.Pack(job.Left.At(row, job.Step), job.Left.LaneStride, job.Left.StepStride, job.LeftPanels.Rows(panel),
                    job.Steps, packed + ((nint)(row - job.LeftPanels.Start(firstPanel)) * job.Steps), job.LeftPanels.Width(panel));
            }

            return packed;
        }
    }
}
