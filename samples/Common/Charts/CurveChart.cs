using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace NormNet.Samples.Common;

/// <summary>Lines over training time: losses, accuracies, learning rates.</summary>
public static class CurveChart
{
    // 0.0001 and 10000 are read at a glance, 1e-5 is easier than 0.00001.
    private const int MostZeros = 4;

    /// <summary>Draws curves into one frame, with a legend.</summary>
    /// <param name="title">Above the frame.</param>
    /// <param name="horizontal">Name and unit of the horizontal axis.</param>
    /// <param name="vertical">Name and unit of the vertical axis.</param>
    /// <param name="curves">At least one.</param>
    public static Chart Draw(string title, string horizontal, string vertical, IReadOnlyList<Curve> curves) =>
        new(Frame(title, horizontal, vertical, curves), 1280, 800);

    /// <summary>
    /// Draws curves into one frame with logarithmic axes, along which all is positive; with both, a power of x is a straight line.
    /// </summary>
    /// <param name="title">Above the frame.</param>
    /// <param name="horizontal">Name and unit of the horizontal axis.</param>
    /// <param name="vertical">Name and unit of the vertical axis.</param>
    /// <param name="curves">At least one.</param>
    /// <param name="axes">Which are logarithmic.</param>
    public static Chart DrawLogarithmic(
        string title, string horizontal, string vertical, IReadOnlyList<Curve> curves, LogarithmicAxes axes = LogarithmicAxes.Both)
    {
        bool x = axes.HasFlag(LogarithmicAxes.Horizontal), y = axes.HasFlag(LogarithmicAxes.Vertical);
        Plot plot = Frame(title, horizontal, vertical, [.. curves.Select(curve => curve with
        {
            X = Scaled(curve.X, x)!,
            Y = Scaled(curve.Y, y)!,
            Low = Scaled(curve.Low, y),
            High = Scaled(curve.High, y),
        })]);
        if (x)
            plot.Axes.Bottom.TickGenerator = PowersOfTen();
        if (y)
            plot.Axes.Left.TickGenerator = PowersOfTen();
        return new Chart(plot, 1280, 800);
    }

    private static IReadOnlyList<double>? Scaled(IReadOnlyList<double>? values, bool logarithmic) =>
        logarithmic ? values?.Select(Math.Log10).ToArray() : values;

    private static NumericAutomatic PowersOfTen() => new()
    {
        MinorTickGenerator = new LogMinorTickGenerator(),
        IntegerTicksOnly = true,
        LabelFormatter = exponent => Math.Pow(10, exponent).ToString(
            Math.Abs(exponent) > MostZeros ? "0.##e0" : "0.######", CultureInfo.InvariantCulture),
    };

    private static Plot Frame(string title, string horizontal, string vertical, IReadOnlyList<Curve> curves)
    {
        ArgumentOutOfRangeException.ThrowIfZero(curves.Count);
        var plot = Chart.NewPlot(title);
        plot.XLabel(horizontal, size: 14);
        plot.YLabel(vertical, size: 14);
        for (var i = 0; i < curves.Count; i++)
            Add(plot, curves[i], Palette.Curve(i));

        plot.Axes.Margins(horizontal: 0.02, vertical: 0.06);
        plot.Legend.FontSize = 13;
        plot.Legend.OutlineColor = Palette.Faint;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.ShowLegend(LegendCorner.Of(curves));
        return plot;
    }

    private static void Add(Plot plot, Curve curve, Color color)
    {
        if (curve is { Low: { } low, High: { } high })
            AddBand(plot, curve.X, low, high, color);
        var line = plot.Add.Scatter(curve.X.ToArray(), curve.Y.ToArray(), color);
        line.LegendText = curve.Name;
        line.LineWidth = 2;
        line.MarkerSize = curve.Markers ? 7 : 0;
    }

    /// <summary>A faint area between two edges, interrupted where one is not finite.</summary>
    private static void AddBand(Plot plot, IReadOnlyList<double> x, IReadOnlyList<double> low, IReadOnlyList<double> high, Color color)
    {
        int start = 0;
        for (int i = 0; i <= x.Count; i++)
        {
            if (i < x.Count && double.IsFinite(low[i]) && double.IsFinite(high[i]))
                continue;
            if (i - start > 1)
            {
                var band = plot.Add.FillY([.. x.Take(start..i)], [.. low.Take(start..i)], [.. high.Take(start..i)]);
                band.FillColor = color.WithAlpha(0.2);
                band.LineWidth = 0;
                band.MarkerSize = 0;
            }

            start = i + 1;
        }
    }
}
