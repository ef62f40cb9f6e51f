using ScottPlot;

namespace NormNet.Samples.Common;

/// <summary>A number for every pair of two settings, as a coloured table.</summary>
public static class HeatMapChart
{
    private const int PixelsPerColumn = 120, PixelsPerRow = 80, Margins = 260;

    /// <summary>
    /// Draws values in cells: white for the low end of the scale, dark blue for the high end, grey where there is no number.
    /// </summary>
    /// <param name="title">Above the frame.</param>
    /// <param name="horizontal">What the columns are.</param>
    /// <param name="vertical">What the rows are.</param>
    /// <param name="columns">The columns' names, from left to right.</param>
    /// <param name="rows">The rows' names, from top to bottom.</param>
    /// <param name="values">One for each row and column; NaN for none.</param>
    /// <param name="low">The value that is white.</param>
    /// <param name="high">The value that is darkest.</param>
    /// <param name="label">What stands in a cell.</param>
    /// <exception cref="ArgumentException">There are not as many values as rows and columns.</exception>
    public static Chart Draw(
        string title,
        string horizontal,
        string vertical,
        IReadOnlyList<string> columns,
        IReadOnlyList<string> rows,
        double[,] values,
        double low,
        double high,
        Func<double, string> label)
    {
        ArgumentNullException.ThrowIfNull(label);
        if (values.GetLength(0) != rows.Count || values.GetLength(1) != columns.Count)
        {
            throw new ArgumentException(
                $"A heat map of {rows.Count} rows and {columns.Count} columns has no {values.GetLength(0)}×{values.GetLength(1)} values.",
                nameof(values));
        }

        Plot plot = Chart.NewPlot(title);
        var heatmap = plot.Add.Heatmap(values);
        heatmap.Colormap = Palette.Share;
        heatmap.ManualRange = new ScottPlot.Range(low, high);
        heatmap.NaNCellColor = Palette.Faint;
        double dark = low + (0.6 * (high - low));
        for (int row = 0; row < rows.Count; row++)
        {
            for (int column = 0; column < columns.Count; column++)
                Label(plot, column, rows.Count - 1 - row, label(values[row, column]), values[row, column] > dark);
        }

        Frame(plot, horizontal, vertical, columns, rows);
        return new Chart(plot, (columns.Count * PixelsPerColumn) + Margins, (rows.Count * PixelsPerRow) + Margins);
    }

    private static void Label(Plot plot, int x, int y, string text, bool dark)
    {
        var label = plot.Add.Text(text, x, y);
        label.LabelAlignment = Alignment.MiddleCenter;
        label.LabelFontSize = 13;
        label.LabelFontColor = dark ? Colors.White : Palette.Ink;
    }

    private static void Frame(Plot plot, string horizontal, string vertical, IReadOnlyList<string> columns, IReadOnlyList<string> rows)
    {
        plot.Axes.Bottom.SetTicks([.. Enumerable.Range(0, columns.Count).Select(i => (double)i)], [.. columns]);
        plot.Axes.Left.SetTicks([.. Enumerable.Range(0, rows.Count).Select(i => (double)i)], [.. rows.Reverse()]);
        foreach (IAxis axis in (IAxis[])[plot.Axes.Bottom, plot.Axes.Left])
        {
            axis.TickLabelStyle.FontSize = 13;
            axis.MajorTickStyle.Length = 0;
        }

        plot.XLabel(horizontal, size: 14);
        plot.YLabel(vertical, size: 14);
        plot.HideGrid();
        plot.Axes.SetLimits(-0.5, columns.Count - 0.5, -0.5, rows.Count - 0.5);
    }
}
