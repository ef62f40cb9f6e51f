using System.Numerics;
using System.Runtime.CompilerServices;

namespace NormNet.Tensors;

/// <summary>
/// Windows of an image times filters: the convolution and its input gradient, as products whose right operand is packed from the image.
/// </summary>
/// <remarks>
/// <para>
/// For each image, target = filters · windows: rows are filters, columns pixels, terms the kernel elements of all channels. Filters are
/// packed once. A panel of windows (two vectors of pixels by up to <see cref="StepBlock"/> kernel elements: 20 KiB) is packed from the
/// framed image and used at once by all filters, so the window matrix never exists; the panel and a tile's filters (8 KiB) stay in the
/// first-level cache. The sum is cut into even blocks of whole channels, by shape alone.
/// </para>
/// <para>Threads take images; where there are few, parts of an image's pixels.</para>
/// </remarks>
internal static unsafe class Correlation<T, V, S>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged
    where S : struct, ISimd<T, V>
{
    /// <summary>The most terms after which a sum is added to the target, as far as whole channels allow.</summary>
    private const int StepBlock = 320;

    private static int Columns => 2 * S.Count;

    /// <summary>target = bias + filters ⋆ source.</summary>
    public static void Run(CorrelationGeometry geometry, T* source, T* filters, T* bias, T* target)
    {
        nint size = (nint)new RowPanels(geometry.Filters).Padded * geometry.Steps;
        T* packed = Scratch.Get<T>(ScratchUse.Filters, geometry.Groups * size);
        T* spread = bias == null ? null : Scratch.Get<T>(ScratchUse.Bias, (nint)geometry.Groups * geometry.Filters * Columns);
        for (int group = 0; group < geometry.Groups; group++)
        {
            T* first = filters + ((nint)group * geometry.Filters * geometry.Steps);
            PackFilters(geometry, first, packed + (group * size));
        }

        for (int i = 0; spread != null && i < geometry.Groups * geometry.Filters; i++)
            new Span<T>(spread + ((nint)i * Columns), Columns).Fill(bias[i]);

        int panels = Panels(geometry.TargetPixels, Columns);
        long work = (long)geometry.Filters * geometry.Steps * geometry.TargetPixels;
        bool cut = work >= 2 * MatrixProduct.ParallelWork && geometry.Images * geometry.Groups < 2 * Workers.Count;
        int parts = cut ? Math.Min(panels, 2 * Workers.Count) : 1;
        int tasks = geometry.Images * geometry.Groups * parts;
        int grain = (int)Math.Clamp(MatrixProduct.ParallelWork / Math.Max(1, work / parts), 1, Math.Max(1, tasks));
        Workers.For(tasks, grain, new Body(geometry, source, packed, spread, target, parts));
    }

    /// <summary>Panels of filters for the first block of steps, then for the next.</summary>
    private static void PackFilters(in CorrelationGeometry geometry, T* filters, T* packed)
    {
        var panels = new RowPanels(geometry.Filters);
        for (int channel = 0; channel < geometry.Channels; channel += BlockChannels(geometry))
        {
            int steps = Math.Min(BlockChannels(geometry), geometry.Channels - channel) * geometry.KernelSize;
            for (int panel = 0; panel < panels.Count; panel++)
            {
                T* from = filters + ((nint)panels.Start(panel) * geometry.Steps) + ((nint)channel * geometry.KernelSize);
                PanelPacking.Pack(from, geometry.Steps, 1, panels.Rows(panel), steps, packed, panels.Width(panel));
                packed += (nint)panels.Width(panel) * steps;
            }
        }
    }

    private static int BlockChannels(in CorrelationGeometry geometry)
        => Math.Max(1, Panels(geometry.Channels, Math.Max(1, Panels(geometry.Steps, StepBlock))));

    private static int Panels(int lanes, int width) => (lanes + width - 1) / width;

    /// <summary>Tasks: an image, a group of it, a part of its pixels.</summary>
    private readonly struct Body(CorrelationGeometry geometry, T* source, T* filters, T* bias, T* target, int parts) : IParallelBody
    {
        private readonly RowPanels _rows = new(geometry.Filters);

        public void Run(int start, int end)
        {
            T* scratch = geometry.ReadsSource ? null : Scratch.Get<T>(ScratchUse.Image, (nint)geometry.Channels * geometry.FramePixels);
            for (int task = start; task < end; task++)
            {
                (int plane, int part) = Math.DivRem(task, parts);
                T* frame = source + ((nint)plane * geometry.Channels * geometry.SourcePixels);
                if (scratch != null)
                {
                    ImageFrame.Fill(geometry, frame, geometry.Channels, scratch);
                    frame = scratch;
                }

                Compute(frame, plane, part);
            }
        }

        [SkipLocalsInit]
        private void Compute(T* frame, int plane, int part)
        {
            int group = plane % geometry.Groups;
            int panels = Panels(geometry.TargetPixels, Columns), share = Panels(panels, parts);
            T* firstFilters = filters + ((nint)group * _rows.Padded * geometry.Steps);
            T* image = target + ((nint)plane * geometry.Filters * geometry.TargetPixels);
            T* packed = Scratch.Get<T>(ScratchUse.RightPanels, (nint)Columns * BlockChannels(geometry) * geometry.KernelSize);
            var patch = new PatchPanel<T, V, S>(geometry, stackalloc PatchPanel<T, V, S>.Piece[Columns]);
            var tile = new MatrixProductTile<T>
            {
                Right = packed,
                RightStep = Columns,
                Runs = 1,
                TargetRow = geometry.TargetPixels,
            };
            tile.SpaceRows(1, MatrixProductTile<T>.Rows);

            for (int panel = part * share; panel < Math.Min(panels, (part + 1) * share); panel++)
            {
                int pixel = panel * Columns, pixels = Math.Min(Columns, geometry.TargetPixels - pixel);
                patch.Select(pixel, pixels, mayOverread: !geometry.ReadsSource || pixels == Columns);
                tile.Left = firstFilters;
                int channel = 0;
                do
                {
                    int channels = Math.Min(BlockChannels(geometry), geometry.Channels - channel);
                    patch.Pack(frame + ((nint)channel * geometry.FramePixels), channels, packed);
                    tile.Steps = channels * geometry.KernelSize;
                    SetStart(ref tile, channel == 0, group, image + pixel);
                    AllFilters(ref tile, image + pixel, pixels);
                    channel += channels;
                }
                while (channel < geometry.Channels);
            }
        }

        private void SetStart(ref MatrixProductTile<T> tile, bool first, int group, T* column)
        {
            tile.Start = !first ? column : bias == null ? Zeros<T>.Block : bias + ((nint)group * geometry.Filters * Columns);
            tile.StartRow = !first ? geometry.TargetPixels : bias == null ? 0 : Columns;
        }

        private void AllFilters(ref MatrixProductTile<T> tile, T* column, int pixels)
        {
            for (int panel = 0; panel < _rows.Count; panel++)
            {
                tile.LeftStep = _rows.Width(panel);
                tile.Target = column + ((nint)_rows.Start(panel) * geometry.TargetPixels);
                tile.Run<V, S>(_rows.Rows(panel), pixels);
                tile.Left += tile.LeftStep * tile.Steps;
                tile.Start += tile.LeftStep * tile.StartRow;
            }
        }
    }
}
