using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>A correlation with 3×3 filters by Winograd's F(4×4, 3×3): a quarter of the multiplications of the direct sum.</summary>
/// <remarks>
/// <para>
/// For a block of tiles, all channels are transformed to 36 points (<see cref="WinogradPlanes"/>); at each point the tiles are the rows
/// and the filters the columns of a matrix product, with the register tile of all products; and the sums of a panel of filters are
/// transformed back while they are in the second-level cache: with 32 channels, 48 tiles take 220 KiB of windows, 74 KiB of filters and
/// 110 KiB of sums. Blocks run on across images, and threads take blocks. No sum depends on the block its tile is in.
/// </para>
/// <para>
/// A value that is not finite would spoil its whole tile. So an image whose result is not finite everywhere is computed once more by
/// <see cref="Correlation{T, V, S}"/>: what is not finite reaches the outputs whose window sees it and no other.
/// </para>
/// </remarks>
internal static unsafe class WinogradCorrelation<V, S>
    where V : unmanaged
    where S : struct, ISimd<float, V>
{
    private const int Lanes = WinogradTiles.Lanes, Side = WinogradTiles.Side, Points = WinogradTiles.Points;

    /// <summary>Transformed values of a point in a block, as far as the numbers of tiles below allow.</summary>
    private const int BlockValues = 1536;

    private const int FewestTiles = 24, MostTiles = 60;

    private static int Columns => 2 * S.Count;

    /// <summary>target = bias + filters ⋆ source.</summary>
    public static void Run(CorrelationGeometry geometry, float* source, float* filters, float* bias, float* target)
    {
        var tiles = new WinogradTiles(geometry);
        nint size = WinogradFilters.Size(geometry, Columns);
        float* transformed = Scratch.Get<float>(ScratchUse.Filters, geometry.Groups * size);
        int panels = WinogradFilters.Panels(geometry, Columns);
        for (int group = 0; group < geometry.Groups; group++)
        {
            float* first = filters + ((nint)group * geometry.Filters * geometry.Steps);
            int grain = Math.Max(1, 16384 / (geometry.Channels * Columns));
            Workers.For(panels, grain, new WinogradFilters(geometry, first, transformed + (group * size), Columns));
        }

        byte* spoilt = Scratch.Get<byte>(ScratchUse.Flags, geometry.Images);
        new Span<byte>(spoilt, geometry.Images).Clear();
        int most = Math.Clamp(BlockValues / geometry.Channels, FewestTiles, MostTiles);
        int blocks = Math.Max((tiles.Count + most - 1) / most, Math.Min(Workers.Count, tiles.Count / 12));
        int block = (tiles.Count + blocks - 1) / blocks;
        blocks = (tiles.Count + block - 1) / block;
        Workers.For(blocks * geometry.Groups, 1, new Body(geometry, tiles, source, transformed, bias, target, spoilt, block, blocks));

        CorrelationGeometry single = geometry.OfOneImage();
        for (int image = 0; image < geometry.Images; image++)
        {
            if (spoilt[image] == 0)
                continue;
            float* from = source + ((nint)image * geometry.Groups * geometry.Channels * geometry.SourcePixels);
            float* to = target + ((nint)image * geometry.Groups * geometry.Filters * geometry.TargetPixels);
            Correlation<float, V, S>.Run(single, from, filters, bias, to);
        }
    }

    /// <summary>Tasks: for each group, each block of tiles.</summary>
    private readonly struct Body(
        CorrelationGeometry geometry, WinogradTiles tiles, float* source, float* filters, float* bias, float* target, byte* spoilt,
        int block, int blocks) : IParallelBody
    {
        public void Run(int start, int end)
        {
            nint pointStep = ((nint)block * geometry.Channels) + Columns;
            const int Spare = MatrixProductTile<float>.Rows;
            float* windows = Scratch.Get<float>(ScratchUse.Windows, (Points * pointStep) + (Spare * geometry.Channels));
            float* sums = Scratch.Get<float>(ScratchUse.Sums, (nint)(block + Spare) * Points * Columns);
            for (int task = start; task < end; task++)
            {
                (int group, int index) = Math.DivRem(task, blocks);
                int first = index * block, count = Math.Min(block, tiles.Count - first);
                Planes(group).Transform<WinogradPlanes.Windows>(tiles, first, count, windows, pointStep);
                for (int panel = 0; panel < WinogradFilters.Panels(geometry, Columns); panel++)
                {
                    nint filter = (group * WinogradFilters.Size(geometry, Columns)) + ((nint)panel * Points * geometry.Channels * Columns);
                    Multiply(windows, pointStep, filters + filter, count, sums);
                    WriteOutputs(sums, group, panel * Columns, first, count);
                }
            }
        }

        private WinogradPlanes Planes(int group)
        {
            nint planes = (nint)geometry.Channels * geometry.SourcePixels;
            return new WinogradPlanes(source + (group * planes), geometry.SourceHeight, geometry.SourceWidth, geometry.Channels,
                geometry.Groups * planes, geometry.Top, geometry.Left);
        }

        /// <summary>
        /// sums[tile][point][filter] = Σ over channels of windows[point][tile][channel] · filters[point][channel][filter].
        /// </summary>
        /// <remarks>
        /// A last register tile computes rows beyond the last tile, of whatever lies in the scratch memory; nobody reads them.
        /// </remarks>
        private void Multiply(float* windows, nint pointStep, float* panel, int count, float* sums)
        {
            var rows = new RowPanels(count);
            var product = new MatrixProductTile<float>
            {
                LeftStep = 1,
                Right = panel,
                RightStep = Columns,
                Steps = geometry.Channels,
                Runs = 1,
                Start = Zeros<float>.Block,
                TargetRow = Points * Columns,
            };
            product.SpaceRows(geometry.Channels, MatrixProductTile<float>.Rows);
            for (int point = 0; point < Points; point++)
            {
                for (int i = 0; i < rows.Count; i++)
                {
                    product.Left = windows + (point * pointStep) + ((nint)rows.Start(i) * geometry.Channels);
                    product.Target = sums + ((((nint)rows.Start(i) * Points) + point) * Columns);
                    product.Run<V, S>(rows.Width(i), Columns);
                }

                product.Right += (nint)geometry.Channels * Columns;
            }
        }

        private void WriteOutputs(float* sums, int group, int filter, int first, int count)
        {
            int lanes = Math.Min(Columns, geometry.Filters - filter);
            for (int tile = first; tile < first + count;)
            {
                WinogradTiles.Strip strip = tiles.StripAt(tile, first + count);
                for (int lane = 0; lane < lanes; lane += Lanes)
                {
                    int channel = (group * geometry.Filters) + filter + lane;
                    float* pixels = Scratch.Get<float>(ScratchUse.Image, (nint)strip.Tiles * Side * Side * Lanes);
                    Vector256<float> start = bias == null ? default : Vector256.Load(bias + channel);
                    if (!WinogradOutputs.Transform(sums + lane, Columns, strip.Tiles, start, pixels))
                        spoilt[strip.Image] = 1;

                    nint plane = ((nint)strip.Image * geometry.Groups * geometry.Filters) + channel;
                    float* to = target + (plane * geometry.TargetPixels) + ((nint)strip.Row * geometry.TargetWidth) + strip.Column;
                    CopyPlanes(pixels, strip, to);
                }

                tile += strip.Tiles;
                sums += (nint)strip.Tiles * Points * Columns;
            }
        }

        /// <summary>Copies what a strip has inside the target, whole rows at a time.</summary>
        private void CopyPlanes(float* pixels, WinogradTiles.Strip strip, float* to)
        {
            int stripWidth = strip.Tiles * Side;
            int height = Math.Min(Side, geometry.TargetHeight - strip.Row);
            int width = Math.Min(stripWidth, geometry.TargetWidth - strip.Column);
            for (int lane = 0; lane < Lanes; lane++, to += geometry.TargetPixels, pixels += Side * stripWidth)
            {
                for (int row = 0; row < height; row++)
                {
                    var from = new ReadOnlySpan<float>(pixels + (row * stripWidth), width);
                    from.CopyTo(new Span<float>(to + ((nint)row * geometry.TargetWidth), width));
                }
            }
        }
    }
}
