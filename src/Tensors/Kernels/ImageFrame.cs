using System.Numerics;

namespace NormNet.Tensors;

/// <summary>Lays the channels of an image into a frame of zeros, so that no kernel asks whether a window leaves the image.</summary>
internal static unsafe class ImageFrame
{
    /// <summary>Fills the frames of <paramref name="channels"/> channels, one after another.</summary>
    public static void Fill<T>(in CorrelationGeometry geometry, T* source, int channels, T* frame)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int width, int spread) = (geometry.FrameWidth, geometry.SpreadWidth);
        (int firstRow, int endRow) = Visible(geometry.Top, geometry.SpreadHeight, geometry.SourceHeight, geometry.FrameHeight);
        (int firstColumn, int endColumn) = Visible(geometry.Left, spread, geometry.SourceWidth, width);
        for (int channel = 0; channel < channels; channel++, frame += geometry.FramePixels)
        {
            new Span<T>(frame, geometry.FramePixels).Clear();
            for (int row = firstRow; row < endRow; row++)
            {
                T* from = source + ((((nint)channel * geometry.SourceHeight) + row) * geometry.SourceWidth);
                T* to = frame + ((nint)(geometry.Top + (row * geometry.SpreadHeight)) * width) + geometry.Left;
                if (spread == 1)
                {
                    int visible = endColumn - firstColumn;
                    new ReadOnlySpan<T>(from + firstColumn, visible).CopyTo(new Span<T>(to + firstColumn, visible));
                    continue;
                }

                for (int column = firstColumn; column < endColumn; column++)
                    to[column * spread] = from[column];
            }
        }
    }

    /// <summary>The source indices that fall into the frame.</summary>
    private static (int First, int End) Visible(int offset, int spread, int extent, int frame)
    {
        int first = offset >= 0 ? 0 : (-offset + spread - 1) / spread;
        int end = Math.Min(extent, frame - offset <= 0 ? 0 : ((frame - offset - 1) / spread) + 1);
        return (Math.Min(first, end), end);
    }
}
