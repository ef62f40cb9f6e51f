using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>The weight gradient by tiles: the transpose, in the filter, of <see cref="WinogradCorrelation{V, S}"/>.</summary>
/// <remarks>
/// <para>
/// ∂ℓ/∂g = Gᵀ·[Σ over tiles of (Bᵀ·d·B) ⊙ (A·∂ℓ/∂y·Aᵀ)]·G: windows and upstream gradient are transformed, at each of the 36 points a
/// product of channels by filters sums over the tiles of a block, and only the sums of all tiles are transformed back.
/// </para>
/// <para>
/// Tiles are cut into at most <see cref="MostChunks"/> chunks and each chunk into blocks, by shape alone; a chunk sums into its own
/// partial result, block after block, and the partial results are added in order: threads take chunks and change no bit.
/// </para>
/// </remarks>
internal static unsafe class WinogradWeightGradient<V, S>
    where V : unmanaged
    where S : struct, ISimd<float, V>
{
    private const int Lanes = WinogradTiles.Lanes, Points = WinogradTiles.Points;

    private const int MostChunks = 8;

    /// <summary>Values of all partial results together, beyond which there are fewer chunks.</summary>
    private const int MostPartials = 1 << 22;

    /// <summary>Filters that a task takes: its transformed upstream gradient stays near the second-level cache.</summary>
    private const int PartFilters = 64;

    /// <summary>Transformed values of a point in a block, as far as the numbers of tiles below allow.</summary>
    private const int BlockValues = 4800;

    private const int FewestTiles = 24, MostTiles = 64;

    private static int Columns => 2 * S.Count;

    /// <summary>gradient = Σ over images of upstream ⋆ source, in the forward geometry; returns whether all of it is finite.</summary>
    public static bool Run(CorrelationGeometry geometry, float* source, float* upstream, float* gradient)
    {
        var tiles = new WinogradTiles(geometry);
        nint size = WinogradFilters.Size(geometry, Columns) * geometry.Groups;
        int chunks = (int)Math.Clamp(MostPartials / size, 1, Math.Min(MostChunks, (tiles.Count + FewestTiles - 1) / FewestTiles));
        int parts = (geometry.Filters + PartFilters - 1) / PartFilters;
        float* partials = Scratch.Get<float>(ScratchUse.Partials, chunks * size);
        Workers.For(geometry.Groups * parts * chunks, 1, new Chunks(geometry, tiles, source, upstream, partials, chunks, parts));

        bool spoilt = false;
        int panels = WinogradFilters.Panels(geometry, Columns) * geometry.Groups;
        Workers.For(panels * geometry.Channels, Math.Max(1, 64 / chunks), new Total(geometry, partials, gradient, chunks, &spoilt));
        return !spoilt;
    }

    /// <summary>Tasks: for each group, each part of its filters, each chunk of tiles.</summary>
    /// <remarks>A partial result is [group][panel of filters][point][channel][filter of the panel].</remarks>
    private readonly struct Chunks(
        CorrelationGeometry geometry, WinogradTiles tiles, float* source, float* upstream, float* partials, int chunks, int parts)
        : IParallelBody
    {
        private readonly RowPanels _channels = new(geometry.Channels);

        public void Run(int start, int end)
        {
            int most = Math.Clamp(BlockValues / (geometry.Channels + Math.Min(PartFilters, geometry.Filters)), FewestTiles, MostTiles);
            int share = (tiles.Count + chunks - 1) / chunks, blocks = (share + most - 1) / most, block = (share + blocks - 1) / blocks;
            nint windowStep = ((nint)block * geometry.Channels) + Columns, upstreamStep = ((nint)block * PartFilters) + Columns;
            float* windows = Scratch.Get<float>(ScratchUse.Windows, Points * windowStep);
            float* gradients = Scratch.Get<float>(ScratchUse.Upstream, Points * upstreamStep);
            for (int task = start; task < end; task++)
            {
                (int plane, int chunk) = Math.DivRem(task, chunks);
                (int group, int part) = Math.DivRem(plane, parts);
                int filter = part * PartFilters, filters = Math.Min(PartFilters, geometry.Filters - filter);
                nint size = WinogradFilters.Size(geometry, Columns);
                float* partial = partials + (((chunk * geometry.Groups) + group) * size) + ((nint)filter * Points * geometry.Channels);
                int first = chunk * share, last = Math.Min(tiles.Count, first + share);
                if (first >= last)
                    new Span<float>(partial, (filters + Columns - 1) / Columns * Columns * Points * geometry.Channels).Clear();
                for (int tile = first; tile < last; tile += block)
                {
                    int count = Math.Min(block, last - tile);
                    Sources(group).Transform<WinogradPlanes.Windows>(tiles, tile, count, windows, windowStep);
                    Upstreams(group, filter, filters).Transform<WinogradPlanes.Upstream>(tiles, tile, count, gradients, upstreamStep);
                    Multiply(windows, windowStep, gradients, upstreamStep, filters, count, partial, accumulate: tile > first);
                }
            }
        }

        private WinogradPlanes Sources(int group)
        {
            nint planes = (nint)geometry.Channels * geometry.SourcePixels;
            return new WinogradPlanes(source + (group * planes), geometry.SourceHeight, geometry.SourceWidth, geometry.Channels,
                geometry.Groups * planes, geometry.Top, geometry.Left);
        }

        private WinogradPlanes Upstreams(int group, int filter, int filters)
        {
            float* first = upstream + (((nint)(group * geometry.Filters) + filter) * geometry.TargetPixels);
            return new WinogradPlanes(first, geometry.TargetHeight, geometry.TargetWidth, filters,
                (nint)geometry.Groups * geometry.Filters * geometry.TargetPixels, 0, 0);
        }

        /// <summary>
        /// partial[panel][point][channel][filter] (+)= Σ over tiles of windows[point][tile][channel] · gradients[point][tile][filter].
        /// </summary>
        /// <remarks>A last panel that is not full sums what lies behind the last filter; nobody reads those columns.</remarks>
        private void Multiply(
            float* windows, nint windowStep, float* gradients, nint upstreamStep, int filters, int count, float* partial, bool accumulate)
        {
            var product = new MatrixProductTile<float>
            {
                LeftStep = geometry.Channels,
                RightStep = filters,
                Steps = count,
                Runs = 1,
                StartRow = accumulate ? Columns : 0,
                TargetRow = Columns,
            };
            product.SpaceRows(1, MatrixProductTile<float>.Rows);
            for (int point = 0; point < Points; point++)
            {
                for (int filter = 0; filter < filters; filter += Columns)
                {
                    product.Right = gradients + (point * upstreamStep) + filter;
                    float* to = partial + ((((nint)filter * Points) + (point * Columns)) * geometry.Channels);
                    for (int i = 0; i < _channels.Count; i++)
                    {
                        product.Left = windows + (point * windowStep) + _channels.Start(i);
                        product.Target = to + ((nint)_channels.Start(i) * Columns);
                        product.Start = accumulate ? product.Target : Zeros<float>.Block;
                        product.Run<V, S>(_channels.Rows(i), Columns);
                    }
                }
            }
        }
    }

    /// <summary>Adds the partial results in order, transforms them back and lays them out as the weight.</summary>
    /// <remarks>Tasks: for each group, each panel of filters, each channel.</remarks>
    private readonly struct Total(CorrelationGeometry geometry, float* partials, float* gradient, int chunks, bool* spoilt)
        : IParallelBody
    {
        public void Run(int start, int end)
        {
            int panels = WinogradFilters.Panels(geometry, Columns);
            for (int task = start; task < end; task++)
            {
                (int panel, int channel) = Math.DivRem(task, geometry.Channels);
                (int group, int inGroup) = Math.DivRem(panel, panels);
                float* first = partials + (((nint)panel * Points * geometry.Channels) + channel) * Columns;
                for (int lane = 0; lane < Math.Min(Columns, geometry.Filters - (inGroup * Columns)); lane += Lanes)
                {
                    nint filter = (group * geometry.Filters) + (inGroup * Columns) + lane;
                    Transform(first + lane, gradient + (((filter * geometry.Channels) + channel) * geometry.KernelSize));
                }
            }
        }

        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Transform(float* sums, float* to)
        {
            float* total = stackalloc float[Points * Lanes];
            float* half = stackalloc float[3 * 6 * Lanes];
            float* weight = stackalloc float[3 * 3 * Lanes];
            nint chunkStep = WinogradFilters.Size(geometry, Columns) * geometry.Groups, pointStep = (nint)geometry.Channels * Columns;
            for (int point = 0; point < Points; point++, sums += pointStep)
            {
                var sum = Vector256.Load(sums);
                for (int chunk = 1; chunk < chunks; chunk++)
                    sum += Vector256.Load(sums + (chunk * chunkStep));
                sum.Store(total + (point * Lanes));
            }

            for (int column = 0; column < 6; column++)
                WinogradTransforms.FilterGradient(total + (column * Lanes), 6 * Lanes, half + (column * Lanes), 6 * Lanes);
            for (int row = 0; row < 3; row++)
                WinogradTransforms.FilterGradient(half + (row * 6 * Lanes), Lanes, weight + (row * 3 * Lanes), Lanes);

            for (int i = 0; i < geometry.KernelSize * Lanes; i++)
            {
                (int element, int lane) = (i / Lanes, i % Lanes);
                to[((nint)lane * geometry.Steps) + element] = weight[i];
                if (!float.IsFinite(weight[i]))
                    *spoilt = true;
            }
        }
    }
}
