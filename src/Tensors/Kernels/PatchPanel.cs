using System.Numerics;
using System.Runtime.CompilerServices;

namespace NormNet.Tensors;

/// <summary>Packs the windows of neighbouring target pixels into a panel for the register tile, a row for each kernel element.</summary>
/// <remarks>
/// Pixels of one target row see neighbours in the frame, so a row of the panel is copied in pieces of a vector: what a piece writes
/// beyond its pixels is overwritten by the next piece or the next row. Nearly always 4 pieces are enough, and are
/// copied without a loop. Where windows are a stride apart, elements are copied one by one.
/// </remarks>
internal unsafe ref struct PatchPanel<T, V, S>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged
    where S : struct, ISimd<T, V>
{
    private const int UnrolledPieces = 4;

    private readonly CorrelationGeometry _geometry;
    private readonly Span<Piece> _pieces;
    private int _count;
    private bool _byVectors;

    /// <param name="geometry">The correlation.</param>
    /// <param name="pieces">Room for a piece per pixel, and at least 4.</param>
    public PatchPanel(in CorrelationGeometry geometry, Span<Piece> pieces)
    {
        _geometry = geometry;
        _pieces = pieces;
    }

    /// <summary>Chooses the target pixels of the panel.</summary>
    /// <param name="firstPixel">The first pixel.</param>
    /// <param name="pixels">How many, at most two vectors.</param>
    /// <param name="mayOverread">Whether a vector may be read past the last pixel's: the frame has slack behind it.</param>
    public void Select(int firstPixel, int pixels, bool mayOverread)
    {
        _count = 0;
        _byVectors = mayOverread && _geometry.StrideWidth == 1;
        for (int lane = 0; lane < pixels;)
        {
            (int row, int column) = Math.DivRem(firstPixel + lane, _geometry.TargetWidth);
            int run = _geometry.IsUnbroken ? pixels - lane : Math.Min(pixels - lane, _geometry.TargetWidth - column);
            int position = (row * _geometry.StrideHeight * _geometry.FrameWidth) + (column * _geometry.StrideWidth);
            int length = _byVectors ? Math.Min(run, S.Count) : 1;
            _pieces[_count++] = new Piece(lane, position);
            lane += length;
        }

        for (int i = _count; i < UnrolledPieces; i++)
            _pieces[i] = _pieces[_count - 1];
    }

    /// <summary>Packs the kernel elements of some channels.</summary>
    /// <param name="frame">The frame of the first of these channels.</param>
    /// <param name="channels">How many channels.</param>
    /// <param name="panel">Room for channels · kernel size rows of two vectors, and a vector more.</param>
    public readonly void Pack(T* frame, int channels, T* panel)
    {
        nint rowStep = (nint)_geometry.DilationHeight * _geometry.FrameWidth;
        for (int channel = 0; channel < channels; channel++, frame += _geometry.FramePixels)
        {
            T* window = frame;
            for (int row = 0; row < _geometry.KernelHeight; row++, window += rowStep, panel += _geometry.KernelWidth * 2 * S.Count)
            {
                if (!_byVectors)
                    CopyElements(window, panel);
                else if (_count <= UnrolledPieces)
                    CopyFour(window, panel);
                else
                    CopyVectors(window, panel);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void CopyFour(T* window, T* panel)
    {
        nint from0 = _pieces[0].Position, from1 = _pieces[1].Position, from2 = _pieces[2].Position, from3 = _pieces[3].Position;
        nint to0 = _pieces[0].Lane, to1 = _pieces[1].Lane, to2 = _pieces[2].Lane, to3 = _pieces[3].Lane;
        for (int column = _geometry.KernelWidth; column > 0; column--, panel += 2 * S.Count, window += _geometry.DilationWidth)
        {
            S.Store(S.Load(window + from0), panel + to0);
            S.Store(S.Load(window + from1), panel + to1);
            S.Store(S.Load(window + from2), panel + to2);
            S.Store(S.Load(window + from3), panel + to3);
        }
    }

    private readonly void CopyVectors(T* window, T* panel)
    {
        for (int column = _geometry.KernelWidth; column > 0; column--, panel += 2 * S.Count, window += _geometry.DilationWidth)
        {
            foreach (Piece piece in _pieces[.._count])
                S.Store(S.Load(window + piece.Position), panel + piece.Lane);
        }
    }

    private readonly void CopyElements(T* window, T* panel)
    {
        for (int column = _geometry.KernelWidth; column > 0; column--, panel += 2 * S.Count, window += _geometry.DilationWidth)
        {
            foreach (Piece piece in _pieces[.._count])
                panel[piece.Lane] = window[piece.Position];
        }
    }

    /// <summary>Lanes of the panel that lie side by side in the frame: the first, and where it lies.</summary>
    internal readonly record struct Piece(int Lane, int Position);
}
