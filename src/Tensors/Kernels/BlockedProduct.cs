using System.Numerics;

namespace NormNet.Tensors;

/// <summary>
/// A matrix product by register tiles over packed panels, after Goto &amp; van de Geijn (2008) and BLIS (Van Zee &amp; van de Geijn 2015).
/// </summary>
/// <remarks>
/// <para>
/// The sum is cut every <see cref="StepBlock"/> terms, so that a panel of the right operand (256 steps × 2 vectors: 16 KiB) stays in the
/// first-level cache while the tiles of a block of rows pass over it, and that block of the left operand (up to
/// <see cref="RowBlockPanels"/> panels of 6 rows: 144 KiB of float) in the second. The threads pack the right operand together, up to
/// <see cref="SharedElements"/> of it at a time, and wait for each other once; then each computes whole sums of blocks of the target,
/// packing the rows it needs itself. The blocks are disjoint, each sum has one order.
/// </para>
/// <para>
/// The blocks are equal to within a panel: of blocks of a fixed size the last is a remainder, and 43 panels of rows in blocks of 6
/// keep one of two threads idle for an eighth of the time. Strips of columns are dealt out likewise.
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
    private const int RowBlockPanels = 24;
    private const int ColumnBlock = 4096;

    /// <summary>Blocks per thread where the rows suffice: a thread that begins late leaves some of its share to the others.</summary>
    private const int BlocksPerThread = 4;

    /// <summary>Elements of the right operand that the threads pack before they wait for each other: 4 MiB of float.</summary>
    private const int SharedElements = 1 << 20;

    /// <summary>Up to this many panels of columns, rows of the left operand are read in place.</summary>
    private const int DirectLeftPanels = 16;

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
                int strips = StripsOf(job.RightPanels, Workers.Count);
                Workers.For(strips, 1, new Strips(job, shape.K, strips));
                continue;
            }

            MultiplyColumns(job, shape.K, parallel);
        }
    }

    private static void MultiplyColumns(Job job, int steps, bool parallel)
    {
        Cut(ref job, parallel ? Workers.Count : 1);
        int lanes = job.RightPanels * Columns, blocks = parallel ? Math.Max(1, SharedElements / (lanes * StepBlock)) : 1;
        int packed = job.RightInPlace ? job.N % Columns == 0 ? 0 : 1 : job.RightPanels;
        job.Packed = Scratch.Get<T>(ScratchUse.RightPanels, (nint)packed * Columns * Math.Min(steps, blocks * StepBlock));
        int step = 0;
        do
        {
            job.Step = step;
            job.Steps = Math.Min(blocks * StepBlock, steps - step);
            int grain = parallel ? Math.Max(1, 8192 / Math.Max(1, job.Steps * Columns)) : packed;
            if (packed > 0)
                Workers.For(packed, grain, new PackRight(job));
            int tasks = job.RowBlocks * job.ColumnBlocks;
            Workers.For(tasks, parallel ? 1 : tasks, new Tiles(job));

            job.ContinueFromTarget();
            step += job.Steps;
        }
        while (step < steps);
    }

    /// <summary>
    /// Cuts the target into blocks as equal as whole panels allow, a multiple of the threads: rows first, columns too where the rows are
    /// too few.
    /// </summary>
    private static void Cut(ref Job job, int threads)
    {
        int rowPanels = job.LeftPanels.Count, wanted = threads == 1 ? 1 : BlocksPerThread * threads;
        int blocks = Math.Max(Panels(rowPanels, RowBlockPanels), wanted);
        job.RowBlocks = Math.Min(rowPanels, Panels(blocks, threads) * threads);
        job.ColumnBlocks = Math.Min(job.RightPanels, Panels(wanted, job.RowBlocks));
    }

    /// <summary>How many strips of columns: a multiple of the threads, none wider than a left operand read in place allows.</summary>
    private static int StripsOf(int panels, int threads)
    {
        int strips = Math.Max(BlocksPerThread * threads, Panels(panels, DirectLeftPanels));
        return Math.Min(panels, Panels(strips, threads) * threads);
    }

    /// <summary>Where a part begins when panels are dealt out evenly.</summary>
    private static int Share(int part, int parts, int panels) => (int)((long)part * panels / parts);

    private static int Panels(int lanes, int width) => (lanes + width - 1) / width;

    /// <summary>A block of the columns and of the sum's terms, and how it is cut.</summary>
    private struct Job
    {
        public ProductOperand<T> Left, Right;
        public T* Target, Start, Packed;
        public nint TargetRow, StartRow, StartColumn;
        public RowPanels LeftPanels;
        public int N, Column, Step, Steps;
        public int RightPanels, RowBlocks, ColumnBlocks;
        public bool LeftInPlace, RightInPlace;

        /// <summary>Further terms are added to what the target holds.</summary>
        public void ContinueFromTarget()
        {
            Start = Target;
            StartRow = TargetRow;
            StartColumn = 1;
        }
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

    /// <summary>
    /// Computes strips of columns from the first term to the last: each packed and multiplied by one thread, without waiting.
    /// </summary>
    private readonly struct Strips(Job job, int steps, int strips) : IParallelBody
    {
        public void Run(int start, int end)
        {
            for (int strip = start; strip < end; strip++)
            {
                Job own = job;
                int first = Share(strip, strips, job.RightPanels);
                own.RightPanels = Share(strip + 1, strips, job.RightPanels) - first;
                own.Column = job.Column + (first * Columns);
                own.N = Math.Min(own.RightPanels * Columns, job.N - (first * Columns));
                own.LeftInPlace = true;
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
            {
                (int row, int column) = Math.DivRem(block, job.ColumnBlocks);
                Block(Share(row, job.RowBlocks, job.LeftPanels.Count), Share(row + 1, job.RowBlocks, job.LeftPanels.Count),
                    Share(column, job.ColumnBlocks, job.RightPanels), Share(column + 1, job.ColumnBlocks, job.RightPanels));
            }
        }

        private void Block(int firstRowPanel, int endRowPanel, int firstColumnPanel, int endColumnPanel)
        {
            Job part = job;
            for (int step = 0; step == 0 || step < job.Steps; step += StepBlock)
            {
                part.Step = job.Step + step;
                part.Steps = Math.Min(StepBlock, job.Steps - step);
                part.Packed = job.Packed + ((nint)step * Columns);
                T* left = job.LeftInPlace ? null : PackLeft(part, firstRowPanel, endRowPanel);
                var tile = new MatrixProductTile<T>
                {
                    Steps = part.Steps,
                    Runs = 1,
                    StartRow = part.StartRow,
                    TargetRow = part.TargetRow,
                };
                for (int columnPanel = firstColumnPanel; columnPanel < endColumnPanel; columnPanel++)
                {
                    SetRight(ref tile, part, columnPanel);
                    Column(ref tile, part, left, firstRowPanel, endRowPanel, columnPanel * Columns);
                }

                part.ContinueFromTarget();
            }
        }

        /// <summary>The tiles of one panel of columns, which passes over the rows.</summary>
        private static void Column(ref MatrixProductTile<T> tile, in Job part, T* packed, int firstPanel, int endPanel, int lane)
        {
            int columns = Math.Min(Columns, part.N - lane);
            nint column = part.Column + lane;
            tile.SpaceRows(packed == null ? part.Left.LaneStride : 1, Rows);
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                int row = part.LeftPanels.Start(panel), rows = part.LeftPanels.Rows(panel), width = part.LeftPanels.Width(panel);
                if (packed == null)
                {
                    tile.Left = part.Left.At(row, part.Step);
                    tile.LeftStep = part.Left.StepStride;
                    if (rows < width)
                        tile.SpaceRows(part.Left.LaneStride, rows);
                }
                else
                {
                    tile.Left = packed + ((nint)(row - part.LeftPanels.Start(firstPanel)) * part.Steps);
                    tile.LeftStep = width;
                }

                tile.Target = part.Target + (row * part.TargetRow) + column;
                tile.Start = part.Start + (row * part.StartRow) + (column * part.StartColumn);
                tile.Run<V, S>(rows, columns);
            }
        }

        /// <summary>Points at a panel of columns; packed panels hold the steps of the whole job, of which the part's come next.</summary>
        private void SetRight(ref MatrixProductTile<T> tile, in Job part, int panel)
        {
            bool inPlace = job.RightInPlace && (panel + 1) * Columns <= job.N;
            tile.RightStep = inPlace ? job.Right.StepStride : Columns;
            tile.Right = inPlace ? job.Right.At(job.Column + (panel * Columns), part.Step)
                : part.Packed + (job.RightInPlace ? 0 : (nint)panel * Columns * job.Steps);
        }

        private static T* PackLeft(in Job part, int firstPanel, int endPanel)
        {
            T* packed = Scratch.Get<T>(ScratchUse.LeftPanels, (nint)RowBlockPanels * Rows * StepBlock);
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                int row = part.LeftPanels.Start(panel);
                PanelPacking.Pack(part.Left.At(row, part.Step), part.Left.LaneStride, part.Left.StepStride, part.LeftPanels.Rows(panel),
                    part.Steps, packed + ((nint)(row - part.LeftPanels.Start(firstPanel)) * part.Steps), part.LeftPanels.Width(panel));
            }

            return packed;
        }
    }
}
