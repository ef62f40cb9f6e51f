using NormNet.Data;
using NormNet.Samples.Common;
using SkiaSharp;
using Palette = NormNet.Samples.Common.Palette;

namespace NormNet.Samples.Playground;

/// <summary>Paints the frames of an animation: flat colours and whole pixels, so that sixty of them make a small file.</summary>
internal sealed class FramePainter : IDisposable
{
    private const int PixelsPerPixel = 2, TitleHeight = 36, Radius = 3;

    private readonly SKFont _font = new(SKTypeface.FromFamilyName(Chart.SansSerif), size: 18);
    private readonly SKPaint _text = new() { Color = Of(Palette.Ink), IsAntialias = true };
    private readonly SKPaint _outline = new() { Color = Of(Palette.Ink), IsAntialias = true, IsStroke = true, StrokeWidth = 0.7f };

    public void Dispose()
    {
        _font.Dispose();
        _text.Dispose();
        _outline.Dispose();
    }

    /// <summary>A title above a map with its points, as a PNG file.</summary>
    internal byte[] Paint(string title, DecisionMap map, Square square, DataSet<float> points)
    {
        int side = map.Pixels * PixelsPerPixel;
        using var bitmap = new SKBitmap(side, side + TitleHeight, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        canvas.DrawText(title, side / 2f, TitleHeight * 0.68f, SKTextAlign.Center, _font, _text);
        canvas.Translate(0, TitleHeight);
        PaintMap(canvas, map);
        canvas.ClipRect(new SKRect(0, 0, side, side));
        ReadOnlySpan<float> places = points.Inputs.AsSpan();
        for (int i = 0; i < points.Count; i++)
        {
            double right = (places[2 * i] - square.Left) / square.Side, down = (square.Top - places[(2 * i) + 1]) / square.Side;
            var at = new SKPoint((float)(right * side), (float)(down * side));
            using var fill = new SKPaint { Color = Of(Palette.Curve(points.Labels.AsSpan()[i])), IsAntialias = true };
            canvas.DrawCircle(at, Radius, fill);
            canvas.DrawCircle(at, Radius, _outline);
        }

        canvas.Flush();
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private static void PaintMap(SKCanvas canvas, DecisionMap map)
    {
        var colors = new SKColor[map.Pixels * map.Pixels];
        for (int i = 0; i < colors.Length; i++)
            colors[i] = Of(map.Color(i / map.Pixels, i % map.Pixels));
        using var picture = new SKBitmap(map.Pixels, map.Pixels) { Pixels = colors };
        using SKImage image = SKImage.FromBitmap(picture);
        int side = map.Pixels * PixelsPerPixel;
        canvas.DrawImage(image, new SKRect(0, 0, side, side), new SKSamplingOptions(SKFilterMode.Nearest));
    }

    private static SKColor Of(ScottPlot.Color color) => new(color.R, color.G, color.B);
}
