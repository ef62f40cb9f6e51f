using System.Globalization;

namespace NormNet.Tensors;

/// <summary>What a normalization does to an input of one shape: how it is viewed, what shares a statistic, what is learned.</summary>
/// <remarks>
/// y = γ·x̂ + β with x̂ = (x − μ) / √(σ² + ε); μ and σ² are shared by all values that differ only along <see cref="SharedAxes"/>
/// of the <see cref="View"/>. A layer of the family describes itself by one of the factories; one kernel,
/// <see cref="Normalization"/>, does the work of all of them.
/// </remarks>
public sealed class NormalizationPlan
{
    private readonly int[] _sharedAxes;

    private NormalizationPlan(Shape input, Shape view, int[] sharedAxes, Shape affine, Shape affineView, NormalizationLayout layout)
    {
        _sharedAxes = sharedAxes;
        Input = input;
        View = view;
        AffineShape = affine;
        AffineView = affineView;
        StatisticsShape = view.Reduce(sharedAxes, keepDimensions: true);
        Layout = layout;
        Divisor = layout.GroupSize;
    }

    /// <summary>The shape of the input and of the output.</summary>
    public Shape Input { get; }

    /// <summary>The shape under which the input is normalized; its elements are those of <see cref="Input"/> in the same order.</summary>
    public Shape View { get; }

    /// <summary>The axes of <see cref="View"/> along which values share their statistics.</summary>
    public ReadOnlySpan<int> SharedAxes => _sharedAxes;

    /// <summary>The shape of γ and β.</summary>
    public Shape AffineShape { get; }

    /// <summary>The shape under which γ and β broadcast to <see cref="View"/>.</summary>
    public Shape AffineView { get; }

    /// <summary>The <see cref="View"/> with extent 1 along the shared axes: one element for each statistic.</summary>
    public Shape StatisticsShape { get; }

    /// <summary>The number of statistics.</summary>
    public int Statistics => Layout.Groups;

    /// <summary>The number m of values that share one statistic.</summary>
    public int ValuesPerStatistic => Layout.GroupSize;

    /// <summary>Whether the mean is subtracted; without, σ² is the mean square.</summary>
    public bool Centers { get; private init; } = true;

    /// <summary>The number d by which the sum of squares is divided: m, or m − 1 for the unbiased variance.</summary>
    public double Divisor { get; private init; }

    /// <summary>ε, added to the variance inside the root.</summary>
    public double Epsilon { get; private init; } = 1e-5;

    internal NormalizationLayout Layout { get; }

    /// <summary>Which statistic the kernel takes the value at a position into: an index into <see cref="StatisticsShape"/>.</summary>
    /// <param name="position">The value's place in the input, in row-major order.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input has no such place.</exception>
    public int StatisticOf(int position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, Input.Count);
        return Layout.GroupOf(position);
    }

    /// <summary>Statistics over the batch and all places, one for each channel: input (N, C, ...), affine shape (C).</summary>
    /// <exception cref="ArgumentException">The input has fewer than two axes.</exception>
    public static NormalizationPlan Batch(Shape input)
    {
        (int n, int c, int s) = Channels(nameof(Batch), input);
        var layout = new NormalizationLayout(1, c, n, s, n * c * s, s, c * s, AffineKind.PerGroup);
        return new(input, input, [0, .. From(2, input.Rank)], [c], ChannelView(input), layout);
    }

    /// <summary>
    /// Statistics over the samples of one virtual batch and all places, one for each virtual batch and channel: input (N, C, ...) seen as
    /// (N/n, n, C, ...), affine shape (C).
    /// </summary>
    /// <param name="input">The input's shape.</param>
    /// <param name="virtualBatch">The number n of adjacent samples that make up a virtual batch.</param>
    /// <exception cref="ArgumentException">The input has fewer than two axes, or n does not divide its samples.</exception>
    public static NormalizationPlan VirtualBatches(Shape input, int virtualBatch)
    {
        (int n, int c, int s) = Channels(nameof(VirtualBatches), input);
        if (virtualBatch < 1 || n % virtualBatch != 0)
        {
            throw new ArgumentException(
                $"Normalization: virtual batches of {virtualBatch} do not divide the {n} samples of an input of shape {input}.",
                nameof(virtualBatch));
        }

        var view = Shape.Of([n / virtualBatch, virtualBatch, .. input.Extents[1..]]);
        var layout = new NormalizationLayout(n / virtualBatch, c, virtualBatch, s, virtualBatch * c * s, s, c * s, AffineKind.PerGroup);
        return new(input, view, [1, .. From(3, view.Rank)], [c], ChannelView(view, channels: 2), layout);
    }

    /// <summary>Statistics over all places, one for each sample and channel: input (N, C, ...), affine shape (C).</summary>
    /// <exception cref="ArgumentException">The input has fewer than two axes.</exception>
    public static NormalizationPlan Instance(Shape input)
    {
        (int n, int c, int s) = Channels(nameof(Instance), input);
        Shape view = input.Rank == 2 ? [n, c, 1] : input;
        var layout = new NormalizationLayout(n, c, 1, s, c * s, s, s, AffineKind.PerGroup);
        return new(input, view, From(2, view.Rank), [c], ChannelView(view), layout);
    }

    /// <summary>
    /// Statistics over a group of adjacent channels and all places: input (N, C, ...) seen as (N, G, C/G, S), affine shape (C).
    /// </summary>
    /// <exception cref="ArgumentException">The input has fewer than two axes, or the groups do not divide its channels.</exception>
    public static NormalizationPlan Group(Shape input, int groups)
    {
        (int n, int c, int s) = Channels(nameof(Group), input);
        if (groups < 1 || c % groups != 0)
            throw new ArgumentException(
                $"Normalization: {groups} groups do not divide the {c} channels of an input of shape {input}.", nameof(groups));

        int per = c / groups;
        NormalizationLayout layout = s == 1
            ? new(n, groups, 1, per, c, per, per, AffineKind.PerElement)
            : new(n, groups, per, s, c * s, per * s, s, AffineKind.PerSegment);
        return new(input, [n, groups, per, s], [2, 3], [c], [1, groups, per, 1], layout);
    }

    /// <summary>Statistics over the last axes, one for each index of the others: input (..., shape), affine shape as given.</summary>
    /// <exception cref="ArgumentException">The input does not end in the shape, or the shape is a scalar's.</exception>
    public static NormalizationPlan Layer(Shape input, Shape normalized)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(normalized);
        int leading = input.Rank - normalized.Rank;
        if (normalized.Rank == 0 || leading < 0 || !input.Extents[leading..].SequenceEqual(normalized.Extents))
            throw new ArgumentException(
                $"Normalization over {normalized}: an input of shape {input} does not end in these axes.", nameof(input));

        int m = normalized.Count;
        var layout = new NormalizationLayout(input.CountOf(0, leading), 1, 1, m, m, m, m, AffineKind.PerElement);
        return new(input, input, From(leading, input.Rank), normalized, normalized, layout);
    }

    /// <summary>This plan with another ε.</summary>
    /// <exception cref="ArgumentOutOfRangeException">ε is negative or not finite.</exception>
    public NormalizationPlan WithEpsilon(double epsilon)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        if (!double.IsFinite(epsilon))
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "ε must be a finite number.");
        return new(this) { Centers = Centers, Divisor = Divisor, Epsilon = epsilon };
    }

    /// <summary>This plan without subtracting the mean: root mean square normalization.</summary>
    public NormalizationPlan WithoutCentering() => new(this) { Centers = false, Divisor = Divisor, Epsilon = Epsilon };

    /// <summary>This plan with the variance divided by m − 1 instead of m.</summary>
    public NormalizationPlan WithUnbiasedVariance() =>
        new(this) { Centers = Centers, Divisor = ValuesPerStatistic - 1, Epsilon = Epsilon };

    private NormalizationPlan(NormalizationPlan other)
        : this(other.Input, other.View, other._sharedAxes, other.AffineShape, other.AffineView, other.Layout)
    {
    }

    /// <summary>View, shared axes and counts in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{View}, {(Centers ? "mean and variance" : "mean square")} over axes [{string.Join(", ", _sharedAxes)}]: {Statistics} × "
            + $"{ValuesPerStatistic} values, affine {AffineShape}, ε = {Epsilon}");

    private static (int N, int C, int S) Channels(string member, Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Rank >= 2
            ? (input[0], input[1], input.CountOf(2, input.Rank))
            : throw new ArgumentException(
                $"{member} normalization: an input has at least the axes (N, C); this one has shape {input}.", nameof(input));
    }

    private static Shape ChannelView(Shape view, int channels = 1)
    {
        int[] extents = new int[view.Rank];
        extents.AsSpan().Fill(1);
        extents[channels] = view[channels];
        return Shape.Of(extents);
    }

    private static int[] From(int first, int end) => [.. Enumerable.Range(first, Math.Max(0, end - first))];
}
