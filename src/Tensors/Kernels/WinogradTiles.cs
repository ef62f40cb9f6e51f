namespace NormNet.Tensors;

/// <summary>The target of a correlation cut into tiles of 4×4 pixels, numbered image after image, row after row.</summary>
internal readonly struct WinogradTiles
{
    /// <summary>Output pixels on a tile's side.</summary>
    public const int Side = 4;

    /// <summary>Points at which a transformed window is known: 6×6.</summary>
    public const int Points = 36;

    /// <summary>Channels that a transform takes at a time, side by side in a vector.</summary>
    public const int Lanes = 8;

    /// <summary>Channels and filters from which on the products outweigh the transforms.</summary>
    private const int FewestChannels = 16;

    /// <summary>The most tiles of a strip: what it holds of 8 channels stays in the first-level cache.</summary>
    private const int LongestStrip = 16;

    /// <summary>The tiles of a correlation's target.</summary>
    public WinogradTiles(in CorrelationGeometry geometry)
    {
        Rows = (geometry.TargetHeight + Side - 1) / Side;
        Columns = (geometry.TargetWidth + Side - 1) / Side;
        Count = Rows * Columns * geometry.Images;
    }

    /// <summary>Rows of tiles of an image.</summary>
    public int Rows { get; }

    /// <summary>Columns of tiles of an image.</summary>
    public int Columns { get; }

    /// <summary>Tiles of all images.</summary>
    public int Count { get; }

    /// <summary>Whether a correlation is to be computed by tiles; a matter of its shape and type, not of the number of images.</summary>
    /// <remarks>
    /// Of float, 3×3, neither strided nor dilated, 16 or more channels and filters in whole vectors, no window of padding alone (its sum
    /// would be a rounding error instead of zero), and no more than half the multiplications of the direct sum, which images of few
    /// pixels would waste on tiles that overhang.
    /// </remarks>
    public static bool Suit<T>(in CorrelationGeometry geometry)
        where T : unmanaged
        => typeof(T) == typeof(float)
            && geometry is { KernelHeight: 3, KernelWidth: 3, SpreadHeight: 1, SpreadWidth: 1 }
            && geometry is { StrideHeight: 1, StrideWidth: 1, DilationHeight: 1, DilationWidth: 1 }
            && geometry.Channels >= FewestChannels && geometry.Channels % Lanes == 0
            && geometry.Filters >= FewestChannels && geometry.Filters % Lanes == 0
            && geometry is { Images: > 0, Top: < 3, Left: < 3 } && PaysFor(new WinogradTiles(geometry), geometry);

    /// <summary>The tiles from <paramref name="tile"/> on that lie in one row of an image, before <paramref name="end"/>.</summary>
    public Strip StripAt(int tile, int end)
    {
        (int image, int rest) = Math.DivRem(tile, Rows * Columns);
        (int row, int column) = Math.DivRem(rest, Columns);
        return new Strip(image, row * Side, column * Side, Math.Min(Math.Min(end - tile, Columns - column), LongestStrip));
    }

    private static bool PaysFor(WinogradTiles tiles, in CorrelationGeometry geometry)
        => 2L * tiles.Rows * tiles.Columns * Points <= (long)geometry.TargetPixels * geometry.KernelSize;

    /// <summary>Neighbouring tiles: their image, the first pixel of the first, how many.</summary>
    internal readonly record struct Strip(int Image, int Row, int Column, int Tiles);
}
