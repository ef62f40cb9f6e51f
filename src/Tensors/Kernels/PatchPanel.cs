using System.Numerics;

namespace NormNet.Tensors;

/// <summary>Packs the windows of neighbouring target pixels into a panel for the register tile: one row of the panel for each kernel element.</summary>
/// <remarks>
/// Pixels of one target row see neighbours in the frame, so the panel is filled by runs, whole vectors at a time: what a
/// vector writes beyond its run is overwritten by the next run or the next row of the panel. Windows are never laid out whole.
/// </remarks>
internal unsafe ref struct PatchPanel
{
    private readonly CorrelationGeometry _geometry;
    private readonly Span<Run> _runs;
    private int _count;

    /// <param name="geometry">The correlation.</param>
    /// <param name="runs">Room for a run per pixel.</param>
    public PatchPanel(in CorrelationGeometry geometry, Span<Run> runs)
    {
        _geometry = geometry;
        _runs = runs;
        _count = 0;
    }

    /// <summary>Chooses the target pixels of the panel.</summary>
    public void Select(int firstPixel, int pixels)
    {
        _count = 0;
        for (int lane = 0; lane < pixels;)
        {
            (int row, int column) = Math.DivRem(firstPixel + lane, _geometry.TargetWidth);
            int length = _geometry.IsUnbroken ? pixels - lane : _geometry.StrideWidth == 1 ? Math.Min(pixels - lane, _geometry.TargetWidth - column) : 1;
            int position = (row * _geometry.StrideHeight * _geometry.FrameWidth) + (column * _geometry.StrideWidth);
            _runs[_count++] = new Run(lane, length, position);
            lane += length;
        }
    }

    /// <summary>Packs the kernel elements of some channels.</summary>
    /// <param name="frame">The frame of the first of these channels.</param>
    /// <param name="channels">How many channels.</param>
    /// <param name="panel">Room for channels · kernel size rows of two vectors, and a vector more.</param>
    /// <param name="mayOverread">Whether a vector may be read past a run's end: the frame has slack behind it.</param>
    public readonly void Pack<T, V, S>(T* frame, int channels, T* panel, bool mayOverread)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : unmanaged
        where S : struct, ISimd<T, V>
    {
        bool vectors = mayOverread && _count < 2 * S.Count;
        ReadOnlySpan<Run> runs = _runs[.._count];
        for (int channel = 0; channel < channels; channel++, frame += _geometry.FramePixels)
        {
            for (int row = 0; row < _geometry.KernelHeight; row++)
            {
                T* window = frame + ((nint)row * _geometry.DilationHeight * _geometry.FrameWidth);
                for (int column = 0; column < _geometry.KernelWidth; column++, panel += 2 * S.Count, window += _geometry.DilationWidth)
                {
                    if (vectors)
                        CopyVectors<T, V, S>(runs, window, panel);
                    else
                        CopyElements(runs, window, panel);
                }
            }
        }
    }

    private static void CopyVectors<T, V, S>(ReadOnlySpan<Run> runs, T* window, T* panel)
        where T : unmanaged
        where V : unmanaged
        where S : struct, ISimd<T, V>
    {
        foreach (Run run in runs)
        {
            T* from = window + run.Position, to = panel + run.Lane;
            S.Store(S.Load(from), to);
            if (run.Length > S.Count)
                S.Store(S.Load(from + S.Count), to + S.Count);
        }
    }

    private static void CopyElements<T>(ReadOnlySpan<Run> runs, T* window, T* panel)
        where T : unmanaged
    {
        foreach (Run run in runs)
        {
            for (int i = 0; i < run.Length; i++)
                panel[run.Lane + i] = window[run.Position + i];
        }
    }

    /// <summary>Lanes of the panel that lie side by side in the frame.</summary>
    internal readonly record struct Run(int Lane, int Length, int Position);
}
