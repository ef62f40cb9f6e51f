using System.Globalization;
using ScottPlot;

namespace NormNet.Samples.Common;

/// <summary>How often each true class was taken for each class.</summary>
public static class ConfusionMatrixChart
{
    /// <summary>Draws counts in cells, coloured by their share of the row.</summary>
    /// <param name="counts">True class by row, predicted class by column.</param>
    /// <param name="classes">The classes' names, as many as rows and columns.</param>
    public static Chart Draw(int[,] counts, IReadOnlyList<string> classes)
    {
        var size = classes.Count;
        if (counts.GetLength(0) != size || counts.GetLength(1) != size)
        {
            throw new ArgumentException(
                $"A confusion matrix of {size} classes is {size}×{size}, not {counts.GetLength(0)}×{counts.GetLength(1)}.",
                nameof(counts));
        }

        var plot = Chart.NewPlot(Title(counts));
        var shares = RootShares(counts);
        var heatmap = plot.Add.Heatmap(shares);
        heatmap.Colormap = Palette.Share;
        heatmap.ManualRange = new ScottPlot.Range(0, 1);
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
                Label(plot, counts, row, column, dark: shares[row, column] > 0.6);
        }

        Frame(plot, classes);
        return new Chart(plot, 1100, 1120);
    }

    /// <summary>Square roots of each row's shares, so that one mistake in a hundred is still seen.</summary>
    private static double[,] RootShares(int[,] counts)
    {
        var size = counts.GetLength(0);
        var shares = new double[size, size];
        for (var row = 0; row < size; row++)
        {
            var total = Enumerable.Range(0, size).Sum(column => counts[row, column]);
            for (var column = 0; column < size; column++)
                shares[row, column] = total == 0 ? 0 : Math.Sqrt((double)counts[row, column] / total);
        }

        return shares;
    }

    private static string Title(int[,] counts)
    {
        var right = Enumerable.Range(0, counts.GetLength(0)).Sum(i => counts[i, i]);
        var total = counts.Cast<int>().Sum();
        return string.Create(CultureInfo.InvariantCulture, $"Confusion matrix: {right:N0} of {total:N0} right");
    }

    private static void Label(Plot plot, int[,] counts, int row, int column, bool dark)
    {
        var count = counts[row, column];
        if (count == 0)
            return;
        var text = plot.Add.Text(count.ToString(CultureInfo.InvariantCulture), column, counts.GetLength(0) - 1 - row);
        text.LabelAlignment = Alignment.MiddleCenter;
        text.LabelFontSize = 14;
        text.LabelBold = row != column;
        text.LabelFontColor = dark ? Colors.White : Palette.Ink;
    }

    private static void Frame(Plot plot, IReadOnlyList<string> classes)
    {
        double[] positions = [.. Enumerable.Range(0, classes.Count).Select(i => (double)i)];
        plot.Axes.Bottom.SetTicks(positions, [.. classes]);
        plot.Axes.Left.SetTicks(positions, [.. classes.Reverse()]);
        foreach (var axis in (IAxis[])[plot.Axes.Bottom, plot.Axes.Left])
        {
            axis.TickLabelStyle.FontSize = 14;
            axis.MajorTickStyle.Length = 0;
        }

        plot.XLabel("predicted", size: 14);
        plot.YLabel("true", size: 14);
        plot.HideGrid();
        plot.Axes.SetLimits(-0.5, classes.Count - 0.5, -0.5, classes.Count - 0.5);
    }
}
