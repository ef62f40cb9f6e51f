using System.Text;
using NormNet.Tensors;
using ScottPlot;
using SkiaSharp;

namespace NormNet.Samples.Common;

/// <summary>A finished drawing that can be written as a picture.</summary>
public sealed class Chart
{
    private const double PixelsPerPoint = 1.6;

    /// <summary>The first of these that is installed; ScottPlot's own choice is a serif face on some systems.</summary>
    public static string SansSerif { get; } =
        new[] { "DejaVu Sans", "Segoe UI", "Helvetica Neue", "Liberation Sans", "Noto Sans", "Arial" }
            .FirstOrDefault(SKFontManager.Default.FontFamilies.Contains) ?? Fonts.Default;

    private readonly Plot _plot;
    private readonly int _width;
    private readonly int _height;

    /// <summary>A drawing of so many pixels.</summary>
    public Chart(Plot plot, int width, int height)
    {
        _plot = plot;
        _width = width;
        _height = height;
    }

    /// <summary>An empty plot in the house's style: one font size, ink on white, faint grid.</summary>
    public static Plot NewPlot(string title)
    {
        var plot = new Plot { ScaleFactor = PixelsPerPoint };
        plot.FigureBackground.Color = Colors.White;
        plot.Axes.Color(Palette.Ink);
        plot.Grid.MajorLineColor = Palette.Faint;
        plot.Grid.MajorLineWidth = 1;
        plot.Title(title, size: 16);
        plot.Font.Set(SansSerif);
        return plot;
    }

    /// <summary>Writes <c>name.png</c> into a folder.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SavePng(string directory, string name) =>
        Save(directory, name + ".png", _plot.GetImage(_width, _height).GetImageBytes(ImageFormat.Png));

    /// <summary>Writes <c>name.svg</c> into a folder.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveSvg(string directory, string name) =>
        Save(directory, name + ".svg", Encoding.UTF8.GetBytes(_plot.GetSvgXml(_width, _height)));

    private static void Save(string directory, string file, byte[] content) =>
        AtomicFile.Write(Path.Combine(directory, file), stream => stream.Write(content));
}
