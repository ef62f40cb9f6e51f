using System.Globalization;
using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>How <see cref="Upsample{T}"/> makes values between values.</summary>
public enum UpsampleMode
{
    /// <summary>Repeats the value before: PyTorch's "nearest".</summary>
    Nearest,

    /// <summary>Interpolates linearly along each axis: PyTorch's "bilinear" of images, and its "linear" of sequences.</summary>
    Bilinear,
}

/// <summary>Images or sequences of another size: (N, C, S...) becomes (N, C, S'...), S' being given or ⌊scale · S⌋.</summary>
/// <remarks>
/// <para>Along each axis, with n values made into m; <see cref="AxisWeights"/> has the places between values for a scale:</para>
/// <code>
///       nearest                    yᵢ = x at ⌊i·n/m⌋
///       bilinear                   yᵢ = x at (i + ½)·n/m − ½, between neighbours
///       bilinear, alignCorners     yᵢ = x at i·(n − 1)/(m − 1), between neighbours
/// </code>
/// <para>
/// PyTorch's numbers in both modes; a scale counts as given, as in PyTorch, not as the ratio of the sizes it makes. Sizes may shrink too,
/// but values are then left out rather than averaged: <see cref="AdaptiveAveragePool2D{T}"/> averages.
/// </para>
/// </remarks>
/// <example>Upsample(2) makes (1, 2) into (1, 1, 2, 2); with UpsampleMode.Bilinear into (1, 1.25, 1.75, 2).</example>
public sealed class Upsample<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int FirstAxis = 2;

    /// <summary>By a factor.</summary>
    /// <param name="scale">By how much each axis grows; the new extent is rounded down.</param>
    /// <param name="mode">How values between values are made.</param>
    /// <param name="alignCorners">Whether the first and the last value of an axis stay at its ends; for interpolation only.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not a finite number above 0, or there is no such mode.</exception>
    /// <exception cref="ArgumentException">Corners are to be aligned without interpolation.</exception>
    public Upsample(double scale, UpsampleMode mode = UpsampleMode.Nearest, bool alignCorners = false)
        : this(mode, alignCorners)
    {
        if (!(scale > 0 && double.IsFinite(scale)))
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "Upsample: the scale is a finite number above 0.");

        Scale = scale;
    }

    /// <summary>To a size.</summary>
    /// <param name="size">The extents after N and C, such as [28, 28].</param>
    /// <param name="mode">How values between values are made.</param>
    /// <param name="alignCorners">Whether the first and the last value of an axis stay at its ends; for interpolation only.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such mode.</exception>
    /// <exception cref="ArgumentException">No extents are given, one is less than 1, or corners are to be aligned without
    /// interpolation.</exception>
    public Upsample(Shape size, UpsampleMode mode = UpsampleMode.Nearest, bool alignCorners = false)
        : this(mode, alignCorners)
    {
        ArgumentNullException.ThrowIfNull(size);
        if (size.Count == 0 || size.Rank == 0)
            throw new ArgumentException($"Upsample: extents of at least 1 are needed; got {size}.", nameof(size));

        Size = size;
    }

    private Upsample(UpsampleMode mode, bool alignCorners)
    {
        if (!Enum.IsDefined(mode))
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "Upsample: the mode is Nearest or Bilinear.");
        if (alignCorners && mode != UpsampleMode.Bilinear)
            throw new ArgumentException("Upsample: corners are aligned by interpolation only.", nameof(alignCorners));

        (Mode, AlignCorners) = (mode, alignCorners);
    }

    /// <summary>By how much each axis grows; null where the size is given.</summary>
    public double? Scale { get; }

    /// <summary>The extents after N and C; null where a scale is given.</summary>
    public Shape? Size { get; }

    /// <summary>How values between values are made.</summary>
    public UpsampleMode Mode { get; }

    /// <summary>Whether the first and the last value of an axis stay at its ends.</summary>
    public bool AlignCorners { get; }

    /// <inheritdoc/>
    public override string ToString()
    {
        string size = Size is null ? Scale!.Value.ToString(CultureInfo.InvariantCulture) : $"[{string.Join(", ", Size)}]";
        return $"Upsample({size}{(Mode == UpsampleMode.Nearest ? "" : $", {Mode}")}{(AlignCorners ? ", alignCorners: true" : "")})";
    }

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Shape shape = input.Shape;
        if (shape.Rank <= FirstAxis || shape.Rank != (Size is null ? shape.Rank : Size.Rank + FirstAxis))
        {
            string axes = Size is null ? "S..." : $"{Size.Rank} more axes";
            throw new ArgumentException($"{this}: (N, C, {axes}) is expected; got {shape}.", nameof(input));
        }

        var weights = new AxisWeights[shape.Rank - FirstAxis];
        for (int i = 0; i < weights.Length; i++)
        {
            int from = shape[FirstAxis + i], to = Size is null ? (int)Math.Min(Math.Floor(from * Scale!.Value), int.MaxValue) : Size[i];
            if (from < 1 || to < 1)
                throw new ArgumentException($"{this}: axis {FirstAxis + i} of {shape} would get extent {to}.", nameof(input));
            weights[i] = Mode == UpsampleMode.Nearest
                ? AxisWeights.Nearest(from, to, Scale)
                : AxisWeights.Linear(from, to, AlignCorners, Scale);
        }

        // The innermost axis first: the others then copy or add whole rows of what has grown.
        for (int i = weights.Length - 1; i >= 0; i--)
            input = input.Resample(FirstAxis + i, weights[i]);
        return input;
    }

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) =>
        Size is null ? new Upsample<T>(Scale!.Value, Mode, AlignCorners) : new Upsample<T>(Size, Mode, AlignCorners);
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="Upsample{T}"/>
    /// <inheritdoc cref="Upsample{T}.Upsample(double, UpsampleMode, bool)" path="/param"/>
    public static Upsample<T> Upsample(double scale, UpsampleMode mode = UpsampleMode.Nearest, bool alignCorners = false) =>
        new(scale, mode, alignCorners);

    /// <inheritdoc cref="Upsample{T}"/>
    /// <inheritdoc cref="Upsample{T}.Upsample(Shape, UpsampleMode, bool)" path="/param"/>
    public static Upsample<T> Upsample(Shape size, UpsampleMode mode = UpsampleMode.Nearest, bool alignCorners = false) =>
        new(size, mode, alignCorners);
}
