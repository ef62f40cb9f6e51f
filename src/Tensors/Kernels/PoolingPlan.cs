namespace NormNet.Tensors;

/// <summary>What a 2-D pooling reads and writes, all extents checked.</summary>
/// <remarks>
/// Input (N, C, H, W), output (N, C, OH, OW) with OH = ⌊(H + 2·padding − KH)/stride⌋ + 1, OW likewise. Padding is never a maximum; whether
/// it counts in an average is <see cref="CountPadding"/>.
/// </remarks>
public sealed record PoolingPlan
{
    /// <summary>The plan of a pooling.</summary>
    /// <param name="input">(N, C, H, W).</param>
    /// <param name="kernel">The extents of a window.</param>
    /// <param name="stride">By how much the window moves; the kernel's extents without a value, so that windows do not overlap.</param>
    /// <param name="padding">Rows above and below, columns left and right; at most half the kernel.</param>
    /// <param name="countPadding">Whether an average divides by the whole window, padding included (PyTorch's default), or by what it
    /// sees.</param>
    /// <exception cref="ArgumentException">The shape and parameters do not fit; the message names them.</exception>
    public PoolingPlan(
        Shape input, (int Height, int Width) kernel, (int Height, int Width)? stride = null, (int Height, int Width) padding = default,
        bool countPadding = true)
    {
        ArgumentNullException.ThrowIfNull(input);
        (Input, Kernel, Stride, Padding, CountPadding) = (input, kernel, stride ?? kernel, padding, countPadding);

        if (input.Rank != 4)
            throw Unfit("the input is (N, C, H, W)");
        if (kernel is not { Height: > 0, Width: > 0 })
            throw Unfit("the kernel is at least 1×1");
        if (Stride is not { Height: > 0, Width: > 0 })
            throw Unfit($"the stride {Stride} is at least 1");
        if (padding is not { Height: >= 0, Width: >= 0 } || padding.Height > kernel.Height / 2 || padding.Width > kernel.Width / 2)
            throw Unfit($"the padding {padding} is from 0 to half the kernel");

        long height = input[2] + (2L * padding.Height) - kernel.Height, width = input[3] + (2L * padding.Width) - kernel.Width;
        if (height < 0 || width < 0 || input[2] <= 0 || input[3] <= 0)
            throw Unfit("the padded input is at least as large as the kernel");
        Output = Shape.Of(input[0], input[1], (int)(height / Stride.Height) + 1, (int)(width / Stride.Width) + 1);
    }

    /// <summary>(N, C, H, W).</summary>
    public Shape Input { get; }

    /// <summary>(N, C, OH, OW).</summary>
    public Shape Output { get; }

    /// <summary>The extents of a window.</summary>
    public (int Height, int Width) Kernel { get; }

    /// <summary>By how much the window moves.</summary>
    public (int Height, int Width) Stride { get; }

    /// <summary>Rows above and below, columns left and right.</summary>
    public (int Height, int Width) Padding { get; }

    /// <summary>Whether an average divides by the whole window or by the part inside the input.</summary>
    public bool CountPadding { get; }

    /// <summary>The plan in words, such as <c>(64, 16, 28, 28), kernel (2, 2), stride (2, 2), padding (0, 0)</c>.</summary>
    public override string ToString() => $"{Input}, kernel {Kernel}, stride {Stride}, padding {Padding}";

    internal PoolingGeometry Geometry => new(Input[2], Input[3], Output[2], Output[3], Kernel, Stride, Padding, CountPadding);

    /// <summary>Images times channels: each is pooled on its own.</summary>
    internal int Planes => Input[0] * Input[1];

    /// <summary>Planes that make a piece of work for one thread.</summary>
    internal int Grain => Math.Clamp(16384 / (Input[2] * Input[3]), 1, Math.Max(1, Planes));

    /// <summary>Throws where a span is not of the input's or the output's length.</summary>
    internal void RequireLength(string name, Shape shape, int length)
    {
        if (length != shape.Count)
            throw new ArgumentException($"Pooling {this}: {name} has {shape.Count} elements {shape}, not {length}.");
    }

    private ArgumentException Unfit(string needed) => new($"Pooling {this}: needed is that {needed}.");
}
