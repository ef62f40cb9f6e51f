namespace NormNet.Tensors;

/// <summary>What a 2-D convolution (a cross-correlation, as everywhere in the field) reads and writes, all extents checked.</summary>
/// <remarks>
/// Input (N, C, H, W), weight (O, C/groups, KH, KW), output (N, O, OH, OW) with OH = ⌊(H + 2·padding − dilation·(KH − 1) − 1)/stride⌋ + 1,
/// OW likewise. Group g connects the g-th part of the input channels with the g-th part of the output channels.
/// </remarks>
public sealed record ConvolutionPlan
{
    /// <summary>The plan of a convolution.</summary>
    /// <param name="input">(N, C, H, W).</param>
    /// <param name="weight">(O, C/groups, KH, KW).</param>
    /// <param name="stride">By how much the window moves; (1, 1) without a value.</param>
    /// <param name="padding">Rows of zeros above and below, columns of zeros left and right.</param>
    /// <param name="dilation">The distance of neighbouring kernel elements; (1, 1) without a value.</param>
    /// <param name="groups">Independent parts that the channels are divided into.</param>
    /// <exception cref="ArgumentException">The shapes and parameters do not fit; the message names both shapes.</exception>
    public ConvolutionPlan(
        Shape input, Shape weight, (int Height, int Width)? stride = null, (int Height, int Width) padding = default,
        (int Height, int Width)? dilation = null, int groups = 1)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(weight);
        (Input, Weight, Stride, Padding, Dilation, Groups) = (input, weight, stride ?? (1, 1), padding, dilation ?? (1, 1), groups);

        if (input.Rank != 4)
            throw Unfit("the input is (N, C, H, W)");
        if (weight.Rank != 4)
            throw Unfit("the weight is (O, C/groups, KH, KW)");
        if (groups <= 0 || input[1] != weight[1] * groups)
            throw Unfit($"with {groups} groups the input has groups · {weight[1]} = {(long)weight[1] * groups} channels");
        if (weight[0] % groups != 0)
            throw Unfit($"the output channels are divisible by {groups} groups");
        if (weight[2] <= 0 || weight[3] <= 0)
            throw Unfit("the kernel has at least one element");
        if (Stride is not { Height: > 0, Width: > 0 })
            throw Unfit($"the stride {Stride} is at least 1");
        if (Dilation is not { Height: > 0, Width: > 0 })
            throw Unfit($"the dilation {Dilation} is at least 1");
        if (Padding is not { Height: >= 0, Width: >= 0 })
            throw Unfit($"the padding {Padding} is not negative");

        long height = input[2] + (2L * padding.Height) - Reach.Height - 1, width = input[3] + (2L * padding.Width) - Reach.Width - 1;
        if (height < 0 || width < 0)
            throw Unfit($"the kernel spans {Reach.Height + 1L}×{Reach.Width + 1L} and the padded input is at least as large");
        Output = Shape.Of(input[0], weight[0], (int)(height / Stride.Height) + 1, (int)(width / Stride.Width) + 1);
    }

    /// <summary>(N, C, H, W).</summary>
    public Shape Input { get; }

    /// <summary>(O, C/groups, KH, KW).</summary>
    public Shape Weight { get; }

    /// <summary>(N, O, OH, OW).</summary>
    public Shape Output { get; }

    /// <summary>By how much the window moves.</summary>
    public (int Height, int Width) Stride { get; }

    /// <summary>Rows of zeros above and below, columns of zeros left and right.</summary>
    public (int Height, int Width) Padding { get; }

    /// <summary>The distance of neighbouring kernel elements.</summary>
    public (int Height, int Width) Dilation { get; }

    /// <summary>Independent parts that the channels are divided into.</summary>
    public int Groups { get; }

    /// <summary>How far the last kernel element lies from the first.</summary>
    internal (int Height, int Width) Reach => (Dilation.Height * (Weight[2] - 1), Dilation.Width * (Weight[3] - 1));

    /// <summary>
    /// The plan in words, such as <c>(64, 1, 28, 28) * (16, 1, 3, 3), stride (1, 1), padding (1, 1), dilation (1, 1), groups 1</c>.
    /// </summary>
    public override string ToString()
        => $"{Input} * {Weight}, stride {Stride}, padding {Padding}, dilation {Dilation}, groups {Groups}";

    private ArgumentException Unfit(string needed) => new($"Convolution {this}: needed is that {needed}.");
}
