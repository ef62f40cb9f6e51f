using System.Globalization;
using System.Text;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>A tensor as a picture of coloured cells: first axis down, the others across; a statistic or a parameter is one row.</summary>
internal static class HeatMap
{
    private const int MostRows = 32;
    private const int MostColumns = 32;
    private const int Cell = 9;

    /// <summary>Positive and negative numbers in two colours, the strongest at the largest magnitude.</summary>
    internal static string OfValues(string caption, Tensor<double> values)
    {
        double largest = Largest(values);
        return Draw(caption, Number(largest), values, value => (value < 0 ? "neg" : "pos", largest > 0 ? Math.Abs(value) / largest : 0));
    }

    /// <summary>
    /// Differences in one colour, by orders of magnitude from one roundoff up to the bound; beyond it a colour of its own.
    /// </summary>
    internal static string OfDifference(string caption, Tensor<double> difference, double scale, double bound, double roundoff)
    {
        double range = Math.Log(bound / roundoff);
        return Draw(caption, Number(Largest(difference) / scale), difference, value =>
        {
            double scaled = Math.Abs(value) / scale;
            return scaled > bound || double.IsNaN(scaled)
                ? ("bad", 1)
                : ("dif", scaled <= roundoff ? 0 : Math.Max(0.1, Math.Log(scaled / roundoff) / range));
        });
    }

    private static string Draw(string caption, string largest, Tensor<double> values, Func<double, (string Kind, double Strength)> colour)
    {
        int rows = values.Rank < 2 ? 1 : values.Shape[0], columns = values.Count / Math.Max(1, rows);
        int shownRows = Math.Min(rows, MostRows), shownColumns = Math.Min(columns, MostColumns);
        string cut = shownRows < rows || shownColumns < columns ? $", {shownRows} × {shownColumns} of {rows} × {columns} shown" : "";
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<figure><figcaption>{caption}</figcaption><svg width=\"{shownColumns * Cell}\" "
                + $"height=\"{shownRows * Cell}\" role=\"img\" aria-label=\"{caption}\">");
        for (int row = 0; row < shownRows; row++)
        {
            for (int column = 0; column < shownColumns; column++)
            {
                double value = values.AsSpan()[(row * columns) + column];
                (string kind, double strength) = colour(value);
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<rect class=\"{kind}\" x=\"{column * Cell}\" y=\"{row * Cell}\" width=\"{Cell - 1}\" height=\"{Cell - 1}\" "
                        + $"fill-opacity=\"{strength:0.##}\"><title>[{row}, {column}] {value:G6}</title></rect>");
            }
        }

        return svg.Append(CultureInfo.InvariantCulture, $"</svg><small>max {largest}{cut}</small></figure>").ToString();
    }

    private static string Number(double value) => value == 0 ? "0" : value.ToString("0.0e+0", CultureInfo.InvariantCulture);

    private static double Largest(Tensor<double> values) => values.Count == 0 ? 0 : values.Abs().Max().Item();
}
