using NormNet.Data;
using NormNet.Samples.Common;
using ScottPlot;
using Palette = NormNet.Samples.Common.Palette;

namespace NormNet.Samples.Playground;

/// <summary>A decision map with the points that it was learned from.</summary>
internal static class BoundaryChart
{
    // Around the square: the axes' numbers and names, and the title.
    private const int Side = 640, Left = 90, Right = 30, Bottom = 80, Top = 70;

    internal static Chart Draw(string title, DecisionMap map, Square square, DataSet<float> points)
    {
        Plot plot = Chart.NewPlot(title);
        plot.HideGrid();
        plot.Add.ImageRect(Picture(map), new CoordinateRect(square.Left, square.Right, square.Bottom, square.Top));
        for (int c = 0; c < points.ClassCount; c++)
            Add(plot, points, c);
        plot.Axes.SetLimits(square.Left, square.Right, square.Bottom, square.Top);
        float scale = (float)plot.ScaleFactor;
        plot.Layout.Fixed(new PixelPadding(Left / scale, Right / scale, Bottom / scale, Top / scale));
        plot.XLabel("x₁", size: 14);
        plot.YLabel("x₂", size: 14);
        return new Chart(plot, Left + Side + Right, Top + Side + Bottom);
    }

    private static Image Picture(DecisionMap map)
    {
        byte[,,] pixels = new byte[map.Pixels, map.Pixels, 3];
        for (int row = 0; row < map.Pixels; row++)
        {
            for (int column = 0; column < map.Pixels; column++)
            {
                Color color = map.Color(row, column);
                (pixels[row, column, 0], pixels[row, column, 1], pixels[row, column, 2]) = (color.R, color.G, color.B);
            }
        }

        return new Image(pixels);
    }

    private static void Add(Plot plot, DataSet<float> points, int label)
    {
        int[] own = [.. Enumerable.Range(0, points.Count).Where(i => points.Labels.AsSpan()[i] == label)];
        double[] Coordinate(int axis) => [.. own.Select(i => (double)points.Inputs.AsSpan()[(2 * i) + axis])];
        var markers = plot.Add.Markers(Coordinate(0), Coordinate(1), MarkerShape.FilledCircle, 5, Palette.Curve(label));
        markers.MarkerStyle.OutlineColor = Palette.Ink;
        markers.MarkerStyle.OutlineWidth = 0.5f;
    }
}
