using System.Numerics;

namespace NormNet.Tensors;

/// <summary>
/// The gradient of a convolution by its weight: windows of the image times the upstream gradient, summed over pixels and images.
/// </summary>
/// <remarks>
/// <para>
/// For each image it is a product whose rows are kernel elements of all channels, whose columns are filters and whose terms are pixels.
/// The rows are read in place: six windows of the framed image, shifted against each other, row after row of pixels. Only the upstream
/// gradient is packed, pixel by pixel, a block of pixel rows (about <see cref="StepBlock"/> pixels by two vectors of filters: 16 KiB) at
/// a time.
/// </para>
/// <para>
/// Images are cut into at most <see cref="MostChunks"/> chunks by shape alone; each chunk sums into its own partial result, in order of the
/// images, and the partial results are added in order of the chunks: threads take chunks and change no bit.
/// </para>
/// </remarks>
internal static unsafe class WeightGradientKernel<T, V, S>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged
    where S : struct, ISimd<T, V>
{
    /// <summary>Pixels after which a sum is added to the partial result, rounded to whole rows.</summary>
    private const int StepBlock = 256;

    private const int MostChunks = 16;

    /// <summary>Elements of all partial results together, beyond which there are fewer chunks.</summary>
    private const int MostPartials = 1 << 21;

    private static int Columns => 2 * S.Count;

    /// <summary>gradient = Σ over images of upstream ⋆ source; source and upstream in the forward geometry.</summary>
    public static void Run(CorrelationGeometry geometry, T* source, T* upstream, T* gradient)
    {
        int size = Panels(geometry.Filters, Columns) * Columns * geometry.Steps;
        int chunks = Math.Clamp(MostPartials / Math.Max(1, size * geometry.Groups), 1, Math.Max(1, Math.Min(MostChunks, geometry.Images)));
        T* partials = Scratch.Get<T>(ScratchUse.Partials, (nint)chunks * geometry.Groups * size);
        long work = (long)geometry.Images * geometry.Filters * geometry.Steps * geometry.TargetPixels;
        int tasks = chunks * geometry.Groups;
        int grain = (int)Math.Clamp(MatrixProduct.ParallelWork / Math.Max(1, work / tasks), 1, tasks);
        Workers.For(tasks, grain, new Chunks(geometry, source, upstream, partials, chunks, size));

        int filters = geometry.Groups * geometry.Filters;
        int totalGrain = Math.Clamp(16384 / Math.Max(1, geometry.Steps * chunks), 1, Math.Max(1, filters));
        Workers.For(filters, totalGrain, new Total(geometry, partials, gradient, chunks, size));
    }

    private static int Panels(int lanes, int width) => (lanes + width - 1) / width;

    /// <summary>
    /// Tasks: for each group, each chunk of images, into partial results [panel of filters][kernel element][filter of the panel].
    /// </summary>
    private readonly struct Chunks(CorrelationGeometry geometry, T* source, T* upstream, T* partials, int chunks, int size) : IParallelBody
    {
        private readonly RowPanels _rows = new(geometry.Steps);

        public void Run(int start, int end)
        {
            T* scratch = geometry.IsFrameless ? null : Scratch.Get<T>(ScratchUse.Image, (nint)geometry.Channels * geometry.FramePixels);
            int images = Panels(geometry.Images, chunks);
            for (int task = start; task < end; task++)
            {
                (int group, int chunk) = Math.DivRem(task, chunks);
                T* partial = partials + ((nint)task * size);
                new Span<T>(partial, size).Clear();
                for (int image = chunk * images; image < Math.Min(geometry.Images, (chunk + 1) * images); image++)
                {
                    nint plane = ((nint)image * geometry.Groups) + group;
                    T* frame = source + (plane * geometry.Channels * geometry.SourcePixels);
                    if (scratch != null)
                    {
                        ImageFrame.Fill(geometry, frame, geometry.Channels, scratch);
                        frame = scratch;
                    }

                    AddImage(frame, upstream + (plane * geometry.Filters * geometry.TargetPixels), partial);
                }
            }
        }

        private void AddImage(T* frame, T* image, T* partial)
        {
            int blockRows = Math.Max(1, StepBlock / Math.Max(1, geometry.TargetWidth));
            T* packed = Scratch.Get<T>(ScratchUse.RightPanels, (nint)Columns * blockRows * geometry.TargetWidth);
            var tile = new MatrixProductTile<T>
            {
                Right = packed,
                RightStep = Columns,
                LeftStep = geometry.StrideWidth,
                LeftRunJump = ((nint)geometry.StrideHeight * geometry.FrameWidth) - ((nint)geometry.TargetWidth * geometry.StrideWidth),
                Steps = geometry.TargetWidth,
                StartRow = Columns,
                TargetRow = Columns,
            };
            for (int row = 0; row < geometry.TargetHeight; row += blockRows)
            {
                tile.Runs = Math.Min(blockRows, geometry.TargetHeight - row);
                T* window = frame + ((nint)row * geometry.StrideHeight * geometry.FrameWidth);
                for (int filter = 0; filter < geometry.Filters; filter += Columns)
                {
                    T* from = image + ((nint)filter * geometry.TargetPixels) + ((nint)row * geometry.TargetWidth);
                    PanelPacking.Pack(from, geometry.TargetPixels, 1, Math.Min(Columns, geometry.Filters - filter),
                        tile.Runs * geometry.TargetWidth, packed, Columns);
                    AllElements(ref tile, window, partial + ((nint)filter * geometry.Steps));
                }
            }
        }

        private void AllElements(ref MatrixProductTile<T> tile, T* window, T* partial)
        {
            for (int panel = 0; panel < _rows.Count; panel++)
            {
                int element = _rows.Start(panel);
                nint first = Offset(element);
                tile.Left = window + first;
                tile.Row1 = Offset(element + 1) - first;
                tile.Row2 = Offset(element + 2) - first;
                tile.Row3 = Offset(element + 3) - first;
                tile.Row4 = Offset(element + 4) - first;
                tile.Row5 = Offset(element + 5) - first;
                tile.Target = partial + ((nint)element * Columns);
                tile.Start = tile.Target;
                tile.Run<V, S>(_rows.Rows(panel), Columns);
            }
        }

        /// <summary>Where a kernel element lies in the frame, from the window's corner; beyond the last, the last.</summary>
        private nint Offset(int element)
        {
            (int channel, int rest) = Math.DivRem(Math.Min(element, geometry.Steps - 1), geometry.KernelSize);
            (int row, int column) = Math.DivRem(rest, geometry.KernelWidth);
            return ((nint)channel * geometry.FramePixels)
                + ((nint)row * geometry.DilationHeight * geometry.FrameWidth) + ((nint)column * geometry.DilationWidth);
        }
    }

    /// <summary>Adds the partial results of each filter in order and lays them out as the weight.</summary>
    private readonly struct Total(CorrelationGeometry geometry, T* partials, T* gradient, int chunks, int size) : IParallelBody
    {
        public void Run(int start, int end)
        {
            for (int index = start; index < end; index++)
            {
                (int group, int filter) = Math.DivRem(index, geometry.Filters);
                (int panel, int lane) = Math.DivRem(filter, Columns);
                T* first = partials + ((nint)group * chunks * size) + ((nint)panel * Columns * geometry.Steps) + lane;
                T* target = gradient + ((nint)index * geometry.Steps);
                for (int element = 0; element < geometry.Steps; element++)
                {
                    T sum = T.Zero;
                    for (int chunk = 0; chunk < chunks; chunk++)
                        sum += first[((nint)chunk * size) + (element * Columns)];
                    target[element] = sum;
                }
            }
        }
    }
}
