namespace NormNet.Tensors;

/// <summary>
/// A convolution or its input gradient as one form: a source image laid into a frame of zeros, windows of the frame times filters.
/// </summary>
/// <remarks>
/// Forward, the frame is the padding and windows are a stride apart. For the input gradient the upstream gradient's pixels are
/// spread a stride apart in the frame and windows move by one; the frame's border is what the flipped kernel reaches beyond the padding.
/// </remarks>
internal readonly struct CorrelationGeometry
{
    public int Images { get; private init; }

    public int Groups { get; private init; }

    /// <summary>Source channels of one group.</summary>
    public int Channels { get; private init; }

    public int SourceHeight { get; private init; }

    public int SourceWidth { get; private init; }

    /// <summary>The row of the frame where the source's first row lies; negative where the source is cropped.</summary>
    public int Top { get; private init; }

    /// <summary>The column of the frame where the source's first column lies; negative where the source is cropped.</summary>
    public int Left { get; private init; }

    /// <summary>Frame rows from one source row to the next.</summary>
    public int SpreadHeight { get; private init; }

    /// <summary>Frame columns from one source column to the next.</summary>
    public int SpreadWidth { get; private init; }

    public int FrameHeight { get; private init; }

    public int FrameWidth { get; private init; }

    public int KernelHeight { get; private init; }

    public int KernelWidth { get; private init; }

    public int DilationHeight { get; private init; }

    public int DilationWidth { get; private init; }

    public int StrideHeight { get; private init; }

    public int StrideWidth { get; private init; }

    /// <summary>Target channels of one group: filters.</summary>
    public int Filters { get; private init; }

    public int TargetHeight { get; private init; }

    public int TargetWidth { get; private init; }

    public int SourcePixels => SourceHeight * SourceWidth;

    public int FramePixels => FrameHeight * FrameWidth;

    public int TargetPixels => TargetHeight * TargetWidth;

    public int KernelSize => KernelHeight * KernelWidth;

    /// <summary>Terms of each sum: the elements of a filter.</summary>
    public int Steps => Channels * KernelSize;

    /// <summary>Whether the frame is the source itself, so that nothing need be laid into it.</summary>
    public bool IsFrameless => SpreadHeight == 1 && SpreadWidth == 1 && Top == 0 && Left == 0
        && FrameHeight == SourceHeight && FrameWidth == SourceWidth;

    /// <summary>Whether neighbouring target pixels see neighbouring frame pixels even across the end of a row.</summary>
    public bool IsUnbroken => StrideHeight == 1 && StrideWidth == 1 && TargetWidth == FrameWidth;

    /// <summary>Whether whole vectors of the source can be packed as they lie: it needs no frame and a full panel is one run.</summary>
    public bool ReadsSource => IsFrameless && IsUnbroken;

    /// <summary>The same correlation of a single image.</summary>
    public CorrelationGeometry OfOneImage() => this with { Images = 1 };

    public static CorrelationGeometry OfForward(ConvolutionPlan plan) => new()
    {
        Images = plan.Input[0],
        Groups = plan.Groups,
        Channels = plan.Weight[1],
        SourceHeight = plan.Input[2],
        SourceWidth = plan.Input[3],
        Top = plan.Padding.Height,
        Left = plan.Padding.Width,
        SpreadHeight = 1,
        SpreadWidth = 1,
        FrameHeight = plan.Input[2] + (2 * plan.Padding.Height),
        FrameWidth = plan.Input[3] + (2 * plan.Padding.Width),
        KernelHeight = plan.Weight[2],
        KernelWidth = plan.Weight[3],
        DilationHeight = plan.Dilation.Height,
        DilationWidth = plan.Dilation.Width,
        StrideHeight = plan.Stride.Height,
        StrideWidth = plan.Stride.Width,
        Filters = plan.Weight[0] / plan.Groups,
        TargetHeight = plan.Output[2],
        TargetWidth = plan.Output[3],
    };

    public static CorrelationGeometry OfInputGradient(ConvolutionPlan plan) => new()
    {
        Images = plan.Input[0],
        Groups = plan.Groups,
        Channels = plan.Weight[0] / plan.Groups,
        SourceHeight = plan.Output[2],
        SourceWidth = plan.Output[3],
        Top = plan.Reach.Height - plan.Padding.Height,
        Left = plan.Reach.Width - plan.Padding.Width,
        SpreadHeight = plan.Stride.Height,
        SpreadWidth = plan.Stride.Width,
        FrameHeight = plan.Input[2] + plan.Reach.Height,
        FrameWidth = plan.Input[3] + plan.Reach.Width,
        KernelHeight = plan.Weight[2],
        KernelWidth = plan.Weight[3],
        DilationHeight = plan.Dilation.Height,
        DilationWidth = plan.Dilation.Width,
        StrideHeight = 1,
        StrideWidth = 1,
        Filters = plan.Weight[1],
        TargetHeight = plan.Input[2],
        TargetWidth = plan.Input[3],
    };
}
