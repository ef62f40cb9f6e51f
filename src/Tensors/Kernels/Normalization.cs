using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace NormNet.Tensors;

/// <summary>
/// The kernel of the normalization family: one forward and one backward, whatever a <see cref="NormalizationPlan"/> describes.
/// </summary>
/// <remarks>
/// Forward takes two passes for the statistics (a quick mean, then the moments about it, which correct the mean too) and one for y.
/// Backward takes one sweep for the sums that all three gradients need and one for ∂ℓ/∂x; a group stays in cache from sweep to sweep.
/// Sums are kept in double and cut only where the shape says, so the bits do not depend on the number of threads.
/// </remarks>
public static unsafe class Normalization
{
    /// <summary>The fewest values worth a piece of work for another thread.</summary>
    private const int Grain = 16384;

    /// <summary>y = γ·x̂ + β with the statistics of x itself.</summary>
    /// <param name="plan">What is shared, centred and learned.</param>
    /// <param name="x">The input, of the plan's shape.</param>
    /// <param name="weight">γ, of the plan's affine shape; null for 1.</param>
    /// <param name="bias">β, of the plan's affine shape; null for 0.</param>
    /// <param name="statistics">The statistics of x, which backward needs.</param>
    /// <exception cref="ArgumentException">A shape is not the plan's.</exception>
    public static Tensor<T> Forward<T>(
        NormalizationPlan plan, Tensor<T> x, Tensor<T>? weight, Tensor<T>? bias, out NormalizationStatistics<T> statistics)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(plan);
        statistics = NormalizationStatistics<T>.Uninitialized(plan.Statistics);
        var y = Tensor<T>.Uninitialized(plan.Input);
        Forward(plan, x, weight, bias, statistics, given: false, y);
        return y;
    }

    /// <summary>y = γ·x̂ + β with statistics that are given.</summary>
    /// <inheritdoc cref="Forward{T}(NormalizationPlan, Tensor{T}, Tensor{T}?, Tensor{T}?, out NormalizationStatistics{T})"/>
    public static Tensor<T> Apply<T>(
        NormalizationPlan plan, Tensor<T> x, Tensor<T>? weight, Tensor<T>? bias, NormalizationStatistics<T> statistics)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(plan);
        var y = Tensor<T>.Uninitialized(plan.Input);
        Forward(plan, x, weight, bias, statistics, given: true, y);
        return y;
    }

    /// <summary>The statistics of x alone.</summary>
    /// <exception cref="ArgumentException">The input's shape is not the plan's.</exception>
    public static NormalizationStatistics<T> Statistics<T>(NormalizationPlan plan, Tensor<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(plan);
        var statistics = NormalizationStatistics<T>.Uninitialized(plan.Statistics);
        Forward(plan, x, null, null, statistics, given: false, y: null);
        return statistics;
    }

    /// <summary>
    /// The gradients of x, γ and β that are wanted, where the statistics are those of x; the sums behind them are computed once.
    /// </summary>
    /// <remarks>
    /// With g = γ·u and m, d of the plan: ∂ℓ/∂x = invStd · (g − Σg/m − x̂ · Σ(g·x̂)/d), without Σg/m where the plan does not center.
    /// </remarks>
    /// <param name="plan">The plan of the forward pass.</param>
    /// <param name="x">The input of the forward pass.</param>
    /// <param name="weight">γ of the forward pass; null for 1.</param>
    /// <param name="statistics">The statistics of the forward pass.</param>
    /// <param name="upstream">u = ∂ℓ/∂y.</param>
    /// <param name="input">∂ℓ/∂x, to be overwritten; null if it is not wanted.</param>
    /// <param name="weightGradient">∂ℓ/∂γ = Σu·x̂, to be overwritten; null if it is not wanted.</param>
    /// <param name="biasGradient">∂ℓ/∂β = Σu, to be overwritten; null if it is not wanted.</param>
    /// <exception cref="ArgumentException">A shape is not the plan's.</exception>
    public static void Backward<T>(
        NormalizationPlan plan,
        Tensor<T> x,
        Tensor<T>? weight,
        NormalizationStatistics<T> statistics,
        Tensor<T> upstream,
        Tensor<T>? input,
        Tensor<T>? weightGradient,
        Tensor<T>? biasGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NormalizationChecks.Input(plan, x);
        NormalizationChecks.Affine(plan, weight, "γ");
        NormalizationChecks.Affine(plan, weightGradient, "∂ℓ/∂γ");
        NormalizationChecks.Affine(plan, biasGradient, "∂ℓ/∂β");
        NormalizationChecks.Input(plan, upstream);
        NormalizationChecks.Statistics(plan, statistics, orOnePerChannel: false);
        if (input is not null)
            NormalizationChecks.Input(plan, input);

        NormalizationLayout layout = plan.Layout;
        bool affine = weightGradient is not null || biasGradient is not null;
        bool elements = layout.Affine == AffineKind.PerElement && (affine || weight is not null);
        int blocks = Math.Max(1, elements ? NormalizationElementBackward<T>.Blocks(layout) : layout.Outer);
        int length = 2 * layout.AffineCount;
        double[] sums = affine || elements ? ArrayPool<double>.Shared.Rent(blocks * length) : [];
        Tensor<T>? shortSums = elements ? Tensor<T>.Uninitialized([blocks, 2, layout.AffineCount]) : null;
        if (elements)
            weight ??= Tensor<T>.Ones(plan.AffineShape);

        fixed (T* px = x.AsSpan(), pu = upstream.AsSpan(), pw = Read(weight), pg = Write(input))
        fixed (T* pt = statistics.Table.AsSpan(), pq = Write(shortSums))
        fixed (double* ps = sums)
        {
            var task = new NormalizationTask<T>
            {
                Layout = layout,
                Statistics = new(plan, pt, statistics.Count),
                X = px,
                Weight = pw,
                Upstream = pu,
                Gradient = pg,
                Sums = ps,
                ShortSums = pq,
            };
            if (x.Count == 0)
                sums.AsSpan().Clear();
            else if (elements)
                Workers.For(blocks, GrainOf(x.Count / blocks), new NormalizationElementBackward<T>(task));
            else if (layout.IsColumns)
                ForColumns(task, hasResult: input is not null);
            else
                Workers.For(layout.Groups, GrainOf(layout.GroupSize), new NormalizationBackward<T>(task));
        }

        if (sums.Length > 0)
        {
            Span<double> total = AddBlocks(sums.AsSpan(0, blocks * length), blocks);
            Round(total[..layout.AffineCount], biasGradient);
            Round(total[layout.AffineCount..], weightGradient);
            ArrayPool<double>.Shared.Return(sums);
        }

        if (shortSums is not null)
            Tensor<T>.Return(shortSums);
    }

    private static void Forward<T>(
        NormalizationPlan plan, Tensor<T> x, Tensor<T>? weight, Tensor<T>? bias, NormalizationStatistics<T> statistics, bool given,
        Tensor<T>? y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NormalizationChecks.Input(plan, x);
        NormalizationChecks.Affine(plan, weight, "γ");
        NormalizationChecks.Affine(plan, bias, "β");
        NormalizationChecks.Statistics(plan, statistics, orOnePerChannel: given);

        NormalizationLayout layout = plan.Layout;
        if (layout.Affine == AffineKind.PerElement && weight is null != bias is null)
        {
            weight ??= Tensor<T>.Ones(plan.AffineShape);
            bias ??= Tensor<T>.Zeros(plan.AffineShape);
        }

        Span<T> computed = given ? default : statistics.Table.AsWritableSpan();
        if (x.Count == 0)
        {
            computed.Fill(T.NaN);
            return;
        }

        fixed (T* px = x.AsSpan(), pw = Read(weight), pb = Read(bias), py = Write(y), pt = statistics.Table.AsSpan())
        {
            var task = new NormalizationTask<T>
            {
                Layout = layout,
                Statistics = new(plan, pt, statistics.Count),
                Given = given,
                PastCaches = WritesPastCaches<T>(layout, x.Count),
                X = px,
                Weight = pw,
                Bias = pb,
                Y = py,
            };
            if (layout.IsColumns)
                ForColumns(task, hasResult: y is not null);
            else
                Workers.For(layout.Groups, GrainOf(layout.GroupSize), new NormalizationForward<T>(task));
        }
    }

    /// <summary>Not for rows that are normalized one by one, read and written in turns: that took two threads a tenth longer.</summary>
    private static bool WritesPastCaches<T>(in NormalizationLayout layout, long count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        layout.Affine != AffineKind.PerElement && MemoryHints.WritesPastCaches(count * sizeof(T));

    /// <summary>By blocks of rows where those pay, else by strips of columns.</summary>
    private static void ForColumns<T>(in NormalizationTask<T> task, bool hasResult)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NormalizationLayout layout = task.Layout;
        if (!NormalizationRows<T>.Fits(layout))
        {
            int valuesPerStrip = NormalizationColumns<T>.ChannelsPerStrip(layout) * layout.GroupSize;
            Workers.For(NormalizationColumns<T>.Strips(layout), GrainOf(valuesPerStrip), new NormalizationColumns<T>(task));
            return;
        }

        double* room = Scratch.Get<double>(ScratchUse.Partials, NormalizationRows<T>.RoomFor(layout));
        int blocks = NormalizationRows<T>.Blocks(layout);
        if (!task.Given)
            Workers.For(blocks, grain: 1, new NormalizationRows<T>(task, RowsPhase.Sum, room));
        Workers.For(NormalizationRows<T>.Chunks(layout), grain: 1, new NormalizationRows<T>(task, RowsPhase.Combine, room));
        if (hasResult)
            Workers.For(blocks, grain: 1, new NormalizationRows<T>(task, RowsPhase.Result, room));
    }

    private static int GrainOf(int valuesPerIndex) => Math.Max(1, Grain / Math.Max(1, valuesPerIndex));

    /// <summary>Adds the sums of all blocks, in order, to those of the first.</summary>
    private static Span<double> AddBlocks(Span<double> sums, int blocks)
    {
        int length = sums.Length / blocks;
        Span<double> total = sums[..length];
        for (int block = 1; block < blocks; block++)
            TensorPrimitives.Add(total, sums.Slice(block * length, length), total);
        return total;
    }

    private static void Round<T>(ReadOnlySpan<double> sums, Tensor<T>? gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (gradient is not null)
            TensorConversion.Convert(sums, gradient.AsWritableSpan());
    }

    private static ReadOnlySpan<T> Read<T>(Tensor<T>? tensor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => tensor is null ? default : tensor.AsSpan();

    private static Span<T> Write<T>(Tensor<T>? tensor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => tensor is null ? default : tensor.AsWritableSpan();
}
