using System.Runtime.CompilerServices;

namespace NormNet.Tensors;

/// <summary>Channels of images that are taken apart into tiles and transformed: the windows of a source, or an upstream gradient.</summary>
/// <remarks>
/// Of 8 channels at a time, a strip of neighbouring tiles is transposed so that a pixel's channels lie side by side (at most 13 KiB for
/// windows), transformed down its columns and then along its rows: what neighbouring windows share is read and transformed once.
/// </remarks>
/// <param name="data">The first image's first channel.</param>
/// <param name="height">Rows of a plane.</param>
/// <param name="width">Columns of a plane.</param>
/// <param name="channels">Channels that are transformed, a multiple of 8.</param>
/// <param name="imageStep">From one image to the next.</param>
/// <param name="top">How far the first tile's first row lies above the plane.</param>
/// <param name="left">How far the first tile's first column lies left of the plane.</param>
internal readonly unsafe struct WinogradPlanes(float* data, int height, int width, int channels, nint imageStep, int top, int left)
{
    private const int Lanes = WinogradTiles.Lanes, Side = WinogradTiles.Side, Sixth = WinogradTiles.Points / 6;

    /// <summary>Writes the transforms of some tiles: [point][tile][channel].</summary>
    /// <param name="tiles">All tiles.</param>
    /// <param name="first">The first tile wanted.</param>
    /// <param name="count">How many.</param>
    /// <param name="target">Where the first tile's values at the first point go.</param>
    /// <param name="pointStep">From one point to the next in the target.</param>
    public void Transform<TTransform>(WinogradTiles tiles, int first, int count, float* target, nint pointStep)
        where TTransform : struct, ITransform
    {
        for (int tile = first; tile < first + count;)
        {
            WinogradTiles.Strip strip = tiles.StripAt(tile, first + count);
            int columns = (strip.Tiles * Side) + TTransform.Values - Side;
            float* pixels = Scratch.Get<float>(ScratchUse.Image, (nint)columns * Sixth * Lanes);
            for (int channel = 0; channel < channels; channel += Lanes)
            {
                for (int row = 0; row < TTransform.Values; row++)
                    LayRow(strip, row, channel, columns, pixels + ((nint)row * columns * Lanes));
                TransformStrip<TTransform>(pixels, columns, strip.Tiles, target + channel, pointStep);
            }

            tile += strip.Tiles;
            target += (nint)strip.Tiles * channels;
        }
    }

    /// <summary>One row of a strip, 8 channels side by side, zeros where it leaves the plane.</summary>
    private void LayRow(WinogradTiles.Strip strip, int row, int channel, int columns, float* to)
    {
        int y = strip.Row - top + row, x = strip.Column - left;
        bool exists = y >= 0 && y < height;
        int first = exists ? Math.Clamp(-x, 0, columns) : columns, end = Math.Clamp(width - x, first, columns);
        new Span<float>(to, first * Lanes).Clear();
        new Span<float>(to + (end * Lanes), (columns - end) * Lanes).Clear();
        if (end == first)
            return;

        nint plane = (nint)height * width;
        float* from = data + (strip.Image * imageStep) + (channel * plane) + ((nint)y * width) + x + first;
        PanelPacking.Pack(from, plane, 1, Lanes, end - first, to + (first * Lanes), Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TransformStrip<TTransform>(float* pixels, int columns, int tiles, float* target, nint pointStep)
        where TTransform : struct, ITransform
    {
        nint row = (nint)columns * Lanes;
        for (int column = 0; column < columns; column++)
            TTransform.Apply(pixels + (column * Lanes), row, pixels + (column * Lanes), row);

        for (int i = 0; i < Sixth; i++, pixels += row, target += Sixth * pointStep)
        {
            for (int tile = 0; tile < tiles; tile++)
                TTransform.Apply(pixels + (tile * Side * Lanes), Lanes, target + ((nint)tile * channels), pointStep);
        }
    }

    /// <summary>A one-dimensional transform of a tile's values to the 6 points.</summary>
    internal interface ITransform
    {
        /// <summary>Values that a transform takes.</summary>
        static abstract int Values { get; }

        /// <summary>Transforms vectors a step apart.</summary>
        static abstract void Apply(float* from, nint fromStep, float* to, nint toStep);
    }

    /// <summary>Windows: 6×6 pixels of a source, of which neighbours share two rows or columns.</summary>
    internal readonly struct Windows : ITransform
    {
        public static int Values => 6;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply(float* from, nint fromStep, float* to, nint toStep)
            => WinogradTransforms.Window(from, fromStep, to, toStep);
    }

    /// <summary>Tiles of an upstream gradient: 4×4 pixels.</summary>
    internal readonly struct Upstream : ITransform
    {
        public static int Values => 4;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply(float* from, nint fromStep, float* to, nint toStep)
            => WinogradTransforms.Upstream(from, fromStep, to, toStep);
    }
}
