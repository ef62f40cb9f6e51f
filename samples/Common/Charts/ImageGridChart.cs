using ScottPlot;

namespace NormNet.Samples.Common;

/// <summary>One picture of an <see cref="ImageGridChart"/>.</summary>
/// <param name="Values">Rows from top to bottom.</param>
/// <param name="Caption">Below the picture; empty for none.</param>
/// <param name="Marked">Whether a frame and a bold caption single it out.</param>
public sealed record GridImage(double[,] Values, string Caption = "", bool Marked = false);

/// <summary>Small pictures side by side: a layer's filters, or inputs with what a model took them for.</summary>
public static class ImageGridChart
{
    private const double Gap = 0.12;
    private const double CaptionHeight = 0.24;
    private const int PixelsPerCell = 118;

    /// <summary>Weights, on one scale for all: blue below zero, white at zero, orange above.</summary>
    public static Chart DrawSigned(string title, IReadOnlyList<GridImage> images, int columns = 10)
    {
        var reach = images.SelectMany(image => image.Values.Cast<double>()).Select(Math.Abs).DefaultIfEmpty(1).Max();
        return Draw(title, images, columns, Palette.Signed, new ScottPlot.Range(-reach, reach), scale: "weight");
    }

    /// <summary>Grey pictures of ink on paper, 0 for paper and 1 for ink.</summary>
    public static Chart DrawInk(string title, IReadOnlyList<GridImage> images, int columns = 10) =>
        Draw(title, images, columns, Palette.Paper, new ScottPlot.Range(0, 1), scale: null);

    private static Chart Draw(
        string title, IReadOnlyList<GridImage> images, int columns, IColormap colors, ScottPlot.Range range, string? scale)
    {
        ArgumentOutOfRangeException.ThrowIfZero(images.Count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        columns = Math.Min(columns, images.Count);
        var rows = (images.Count + columns - 1) / columns;
        var cellHeight = 1 + Gap + (images.Any(image => image.Caption.Length > 0) ? CaptionHeight : 0);
        var plot = Chart.NewPlot(title);
        for (var i = 0; i < images.Count; i++)
        {
            var left = i % columns * (1 + Gap);
            var top = -(i / columns * cellHeight);
            Add(plot, images[i], left, top, colors, range);
        }

        if (scale is not null)
            plot.Add.ColorBar(plot.GetPlottables<ScottPlot.Plottables.Heatmap>().First()).Label = scale;
        plot.HideGrid();
        plot.HideAxesAndGrid();
        plot.Axes.Title.IsVisible = true;
        plot.Axes.SetLimits(-Gap, columns * (1 + Gap), -rows * cellHeight, Gap);
        return new Chart(plot, Pixels(columns * (1 + Gap)) + (scale is null ? 20 : 140), Pixels(rows * cellHeight) + 50);
    }

    private static int Pixels(double cells) => (int)Math.Ceiling(cells * PixelsPerCell);

    private static void Add(Plot plot, GridImage image, double left, double top, IColormap colors, ScottPlot.Range range)
    {
        var heatmap = plot.Add.Heatmap(image.Values);
        heatmap.Colormap = colors;
        heatmap.ManualRange = range;
        heatmap.Position = CellCentres(image.Values, left, top);
        var frame = plot.Add.Rectangle(left, left + 1, top - 1, top);
        frame.FillColor = Colors.Transparent;
        frame.LineColor = image.Marked ? Palette.Wrong : Palette.Faint;
        frame.LineWidth = image.Marked ? 4 : 1;
        if (image.Caption.Length == 0)
            return;
        var caption = plot.Add.Text(image.Caption, left + 0.5, top - 1 - (CaptionHeight / 2) - 0.02);
        caption.LabelAlignment = Alignment.MiddleCenter;
        caption.LabelFontSize = 12;
        caption.LabelBold = image.Marked;
        caption.LabelFontColor = image.Marked ? Palette.Wrong : Palette.Ink;
    }

    /// <summary>The rectangle through the centres of the corner cells, by which a heat map is placed.</summary>
    private static CoordinateRect CellCentres(double[,] values, double left, double top)
    {
        var halfHeight = 0.5 / values.GetLength(0);
        var halfWidth = 0.5 / values.GetLength(1);
        return new CoordinateRect(left + halfWidth, left + 1 - halfWidth, top - 1 + halfHeight, top - halfHeight);
    }
}
