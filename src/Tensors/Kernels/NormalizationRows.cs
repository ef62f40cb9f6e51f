using System.Numerics;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>What a loop of <see cref="NormalizationRows{T}"/> does.</summary>
internal enum RowsPhase
{
    /// <summary>Sums down each block of rows.</summary>
    Sum,

    /// <summary>Adds the sums of all blocks, in order, and works out what belongs to a channel.</summary>
    Combine,

    /// <summary>Makes the results of each block of rows.</summary>
    Result,
}

/// <summary>
/// Batch statistics of many rows (N, C): rows are cut into blocks, and the sums that each block leaves for every channel are added in
/// the order of the blocks.
/// </summary>
/// <remarks>
/// Forward and backward are three loops each. A processor reads whole rows, and the same ones in all loops; strips of columns, which
/// need no loops in between, are pieces of every row and were slower by half, twice as slow where the processors share little cache.
/// </remarks>
internal readonly unsafe struct NormalizationRows<T>(NormalizationTask<T> task, RowsPhase phase, double* room) : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>About how many values a block has: few blocks, because each leaves its sums to whoever adds them.</summary>
    private const int BlockValues = 1 << 16;

    /// <summary>How many columns are taken together: their short sums and factors stay in the first-level cache.</summary>
    private const int Widest = 1024;

    /// <summary>How many channels are combined together.</summary>
    private const int ChannelsPerChunk = 128;

    /// <summary>Whether there are rows for two blocks; the loops in between are then worth it.</summary>
    internal static bool Fits(in NormalizationLayout layout) =>
        layout is { Outer: 1, Length: 1 } && layout.GroupSize >= 2 * RowsPerBlock(layout);

    internal static int RowsPerBlock(in NormalizationLayout layout) =>
        Math.Max(1, BlockValues / ColumnStrip<T>.Block / Math.Max(1, layout.Inner)) * ColumnStrip<T>.Block;

    internal static int Blocks(in NormalizationLayout layout) => (layout.GroupSize + RowsPerBlock(layout) - 1) / RowsPerBlock(layout);

    internal static int Chunks(in NormalizationLayout layout) => (layout.Inner + ChannelsPerChunk - 1) / ChannelsPerChunk;

    /// <summary>Room for two sums and a center of each channel for each block, and for three factors.</summary>
    internal static nint RoomFor(in NormalizationLayout layout) => (nint)3 * (Blocks(layout) + 1) * Padded(layout);

    public void Run(int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            if (phase != RowsPhase.Combine)
                RunBlock(i);
            else if (task.Upstream == null)
                CombineForward(i * ChannelsPerChunk, Math.Min(task.Layout.Inner, (i + 1) * ChannelsPerChunk));
            else
                CombineBackward(i * ChannelsPerChunk, Math.Min(task.Layout.Inner, (i + 1) * ChannelsPerChunk));
        }
    }

    /// <summary>Every channel with room for the rest of the last vector.</summary>
    private static int Padded(in NormalizationLayout layout) => layout.Inner + Vector256<double>.Count + Vector256<float>.Count;

    private double* First(int block) => room + ((nint)3 * block * Padded(task.Layout));

    private double* Second(int block) => First(block) + Padded(task.Layout);

    private T* Center(int block) => (T*)(Second(block) + Padded(task.Layout));

    private ColumnFactors<T> FactorsFrom(int column)
    {
        double* factors = First(Blocks(task.Layout));
        return new()
        {
            Mean = task.Statistics.Mean + column,
            MeanLow = task.Statistics.MeanLow + column,
            Inverse = task.Statistics.InverseDeviation + column,
            A = (T*)factors + column,
            B = (T*)(factors + Padded(task.Layout)) + column,
            C = (T*)(factors + (2 * Padded(task.Layout))) + column,
        };
    }

    private int RowsOf(int block) => Math.Min(RowsPerBlock(task.Layout), task.Layout.GroupSize - (block * RowsPerBlock(task.Layout)));

    private void RunBlock(int block)
    {
        for (int column = 0; column < task.Layout.Inner; column += Widest)
        {
            int width = Math.Min(Widest, task.Layout.Inner - column);
            int position = (block * RowsPerBlock(task.Layout) * task.Layout.SegmentStride) + column;
            var strip = new ColumnStrip<T>(RowsOf(block), task.Layout.SegmentStride, width);
            if (phase == RowsPhase.Sum)
                Sum(strip, block, column, position, Scratch.Get<T>(ScratchUse.Sums, ColumnStrip<T>.ShortSums(width)));
            else if (task.Upstream == null)
                strip.Normalize(task.X + position, task.Y + position, FactorsFrom(column));
            else
                strip.InputGradient(task.X + position, task.Upstream + position, task.Gradient + position, FactorsFrom(column));
        }
    }

    private void Sum(in ColumnStrip<T> strip, int block, int column, int position, T* shorts)
    {
        double* first = First(block) + column, second = Second(block) + column;
        if (task.Upstream == null)
            strip.Moments(task.X + position, task.Statistics.Centers, Center(block) + column, first, second, shorts);
        else
            strip.SumUpstream(task.X + position, task.Upstream + position, FactorsFrom(column), first, second, shorts);
    }

    /// <summary>The statistics of some channels, about the center of the first block, then the factors of y.</summary>
    private void CombineForward(int start, int end)
    {
        double* first = First(0), second = Second(0);
        T* center = Center(0);
        for (int block = 1; block < Blocks(task.Layout) && !task.Given; block++)
        {
            double* sums = First(block), squares = Second(block);
            T* centers = Center(block);
            for (int c = start; c < end; c += FourDoubles.Count)
            {
                Vector256<double> moved = FourDoubles.Load(centers + c) - FourDoubles.Load(center + c);
                Vector256<double> sum = Vector256.Load(sums + c), square = Vector256.Load(squares + c);
                ColumnSums<T>.AddMoments(RowsOf(block), moved, sum, square, first + c, second + c);
            }
        }

        int m = task.Layout.GroupSize, i = task.Given ? end : start;
        for (; i <= end - FourDoubles.Count; i += FourDoubles.Count)
        {
            if (!task.Statistics.TrySet(i, FourDoubles.Load(center + i), Vector256.Load(first + i), Vector256.Load(second + i), m))
                break;
        }

        for (; i < end; i++)
        {
            if (!task.Statistics.TrySet(i, center[i], first[i], second[i], m))
                CarefulStatistics<T>.Compute(task, i);
        }

        FactorsFrom(0).SetScaleAndOffset(task.Weight, task.Bias, start, end);
    }

    /// <summary>The sums of some channels over all blocks, then the factors of ∂ℓ/∂x.</summary>
    private void CombineBackward(int start, int end)
    {
        int blocks = Blocks(task.Layout), count = end - start;
        double* first = First(0), second = Second(0);
        ColumnFactors<T> factors = FactorsFrom(0);
        var weights = new Span<T>(factors.A + start, count);
        if (task.Weight == null)
            weights.Fill(T.One);
        else
            new ReadOnlySpan<T>(task.Weight + start, count).CopyTo(weights);

        for (int c = start; c < end; c += FourDoubles.Count)
        {
            Vector256<double> u = Vector256.Load(first + c), ux = Vector256.Load(second + c);
            for (int block = 1; block < blocks; block++)
            {
                u += Vector256.Load(First(block) + c);
                ux += Vector256.Load(Second(block) + c);
            }

            Vector256<double> inverse = FourDoubles.Load(factors.Inverse + c), low = FourDoubles.Load(factors.MeanLow + c);
            GradientFactors of = GradientFactors.From(u, ux, FourDoubles.Load(factors.A + c), inverse, low, task);
            FourDoubles.Store(of.Scale, factors.A + c);
            FourDoubles.Store(of.Slope, factors.B + c);
            FourDoubles.Store(of.Offset, factors.C + c);
            u.Store(first + c);
            of.Products.Store(second + c);
        }

        if (task.Sums == null)
            return;

        new ReadOnlySpan<double>(first + start, count).CopyTo(new(task.Sums + start, count));
        new ReadOnlySpan<double>(second + start, count).CopyTo(new(task.Sums + task.Layout.Inner + start, count));
    }
}
