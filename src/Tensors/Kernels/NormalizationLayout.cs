namespace NormNet.Tensors;

/// <summary>Which affine value belongs to an element of a group.</summary>
internal enum AffineKind
{
    /// <summary>
    /// One for all groups of the same inner index: batch normalization, of virtual batches too, and instance normalization.
    /// </summary>
    PerGroup,

    /// <summary>One for each segment of a group: group normalization.</summary>
    PerSegment,

    /// <summary>One for each position in an outer block: layer normalization.</summary>
    PerElement,
}

/// <summary>Where the values of one statistic lie in memory: every member of the family comes down to this.</summary>
/// <remarks>
/// The input is Outer × Inner groups; a group is <see cref="Segments"/> runs of <see cref="Length"/> adjacent values,
/// <see cref="SegmentStride"/> apart, and shares one statistic:
/// <code>
/// member      Outer   Inner   Segments   Length   affine value of (inner i, segment k, position j)
/// Batch       1       C       N          S        i
/// Virtual     N/n     C       n          S        i               (virtual batches of n samples)
/// Instance    N       C       1          S        i
/// Group       N       G       C/G        S        i · C/G + k       (S = 1: one segment of C/G, i · C/G + j)
/// Layer, RMS  rows    1       1          m        j
/// </code>
/// </remarks>
internal readonly record struct NormalizationLayout(
    int Outer,
    int Inner,
    int Segments,
    int Length,
    int OuterStride,
    int InnerStride,
    int SegmentStride,
    AffineKind Affine)
{
    /// <summary>Below this many adjacent values, groups that are strewn over many segments are taken side by side, as columns.</summary>
    private const int ShortestRun = 16;

    /// <summary>
    /// Beyond this many adjacent values, a whole run fetched ahead would be gone from the first-level cache before it is read.
    /// </summary>
    private const int LongRun = 4096;

    internal int Groups => Outer * Inner;

    internal int GroupSize => Segments * Length;

    /// <summary>How many affine values there are.</summary>
    internal int AffineCount => Affine switch
    {
        AffineKind.PerGroup => Inner,
        AffineKind.PerSegment => Inner * Segments,
        _ => Inner * Length,
    };

    /// <summary>Whether the values of a group are too few in a row for vectors along them: vectors then go across groups.</summary>
    internal bool IsColumns => Affine == AffineKind.PerGroup && Length < ShortestRun && Segments > 1 && InnerStride == Length;

    /// <summary>
    /// How far from a value lies what is fetched while it is read: the next run, of this group or the next, or closer in a long run.
    /// </summary>
    internal int Ahead => Length > LongRun ? LongRun / 4 : Segments > 1 ? SegmentStride : Inner > 1 ? InnerStride : OuterStride;

    /// <summary>The index of a segment's affine value, of its first position's where each position has one.</summary>
    internal int AffineOf(int inner, int segment) => Affine switch
    {
        AffineKind.PerGroup => inner,
        AffineKind.PerSegment => (inner * Segments) + segment,
        _ => inner * Length,
    };

    /// <summary>Where a group's outer block keeps Σu of an affine value, in sums ordered (outer, {Σu, Σu·x̂}, affine).</summary>
    internal long SumOf(int group, int affine) => (2L * (group / Inner) * AffineCount) + affine;

    /// <summary>Where it keeps Σu·x̂.</summary>
    internal long ProductSumOf(int group, int affine) => SumOf(group, affine) + AffineCount;

    /// <summary>The group of the value at a position: what <see cref="StartOf"/>, segments and lengths say, read backwards.</summary>
    internal int GroupOf(int position)
    {
        (int outer, int rest) = Math.DivRem(position, OuterStride);
        if (SegmentStride >= Inner * InnerStride)
            rest %= SegmentStride;
        return (outer * Inner) + (rest / InnerStride);
    }

    /// <summary>The position of a group's first value.</summary>
    internal int StartOf(int group) => (group / Inner * OuterStride) + (group % Inner * InnerStride);
}
