using System.Globalization;
using System.Text;

namespace NormNet.Lab;

/// <summary>A comparison as aligned lines of text.</summary>
internal static class ComparisonText
{
    internal const string Missing = "–";

    internal static string Format(Comparison comparison)
    {
        var text = new StringBuilder();
        foreach (PrecisionComparison part in comparison.Parts)
            Append(text, part);
        return text.Append(CultureInfo.InvariantCulture, $"verdict: {comparison.Verdict}").ToString();
    }

    private static void Append(StringBuilder text, PrecisionComparison part)
    {
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{part.Title}, x {part.Shape}, m = {part.ValuesPerStatistic}, |μ|/deviation up to {part.MeanOverDeviation:G3}, "
                + $"{part.Precision}; held against: {part.Reference}");
        text.AppendLine(Line("quantity", "route", "scaled max", "max abs", "relative", "ULP", "agrees"));
        Quantity? last = null;
        foreach (ComparisonRow row in part.Rows.OrderBy(row => row.Quantity))
        {
            string symbol = row.Quantity == last ? "" : row.Quantity.Symbol();
            last = row.Quantity;
            text.AppendLine(row.Difference is { } d
                ? Line(
                    symbol, row.Route, Number(d.ScaledMax), Number(d.MaxAbs), Number(d.ElementwiseRelative), Count(d.MaxUlp),
                    d.Agrees ? "yes" : $"NO, from element {d.FirstBeyond}")
                : Line(symbol, row.Route, Missing, Missing, Missing, Missing, Missing));
        }

        foreach (Verdict verdict in part.Verdicts)
            text.Append("  ").AppendLine(verdict.ToString());
        text.AppendLine();
    }

    private static string Line(string quantity, string route, string scaled, string absolute, string relative, string ulp, string agrees) =>
        $"{quantity,-9} {route,-20} {scaled,10} {absolute,10} {relative,10} {ulp,10}  {agrees}";

    private static string Number(double value) => value == 0 ? "0" : value.ToString("0.0e+0", CultureInfo.InvariantCulture);

    private static string Count(double value) => value.ToString(value < 1e6 ? "0" : "0.0e+0", CultureInfo.InvariantCulture);
}
