using System.Globalization;
using System.Net;
using System.Text;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>
/// A comparison as one self-contained page: formulas, each term beside its tape node as heat maps, differences, explanation.
/// </summary>
public static class ComparisonPage
{
    private static readonly (Quantity Gradient, Quantity? Step)[] Sections =
    [
        (Quantity.NormalizedGradient, Quantity.Normalized), (Quantity.VarianceGradient, Quantity.Variance),
        (Quantity.MeanGradient, Quantity.Mean),
        (Quantity.InputGradient, Quantity.Output), (Quantity.WeightGradient, null), (Quantity.BiasGradient, null),
    ];

    /// <summary>Writes the page; nothing is loaded from anywhere when it is opened.</summary>
    /// <param name="path">The file.</param>
    /// <param name="at">The case, whose terms are shown.</param>
    /// <param name="comparison">The comparison of the same case; its first precision is drawn.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, NormalizationCase<double> at, Comparison comparison)
    {
        string page = Format(at, comparison);
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(page)));
    }

    /// <summary>The page's text.</summary>
    public static string Format(NormalizationCase<double> at, Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(at);
        ArgumentNullException.ThrowIfNull(comparison);
        var page = new StringBuilder();
        page.Append(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>")
            .Append(Text(at.Title)).Append(": gradients compared</title><style>").Append(PageStyle.Css).Append("</style><h1>")
            .Append(Text(at.Title)).Append("</h1><p class=\"").Append(comparison.Agrees ? "yes" : "no").Append("\"><strong>")
            .Append(Text(comparison.Verdict.ToString())).Append("</strong></p>")
            .Append(
                "<p>Red is positive, blue negative, the strongest colour is the largest magnitude. "
                    + "Differences from the tape are green by orders of "
                + "magnitude up to the bound, and orange beyond it. Point at a cell for its number.</p>");

        LectureTerms<double> terms = LectureTerms<double>.Of(new ForwardValues<double>(at), at.Upstream.Reshape(at.Plan.View));
        foreach ((Quantity gradient, Quantity? step) in Sections)
            AppendSection(page, at, comparison.Parts[0], terms, gradient, step);
        AppendExplanation(page, comparison);
        AppendTable(page, comparison);
        return page.Append("</html>").ToString();
    }

    private static void AppendSection(
        StringBuilder page, NormalizationCase<double> at, PrecisionComparison part, LectureTerms<double> terms, Quantity gradient,
        Quantity? step)
    {
        if (part.Reference[gradient] is not { } right)
            return;

        page.Append("<section><h2>").Append(gradient.Symbol()).Append("</h2>");
        page.Append(LectureFormulas.MathMl(gradient)).Append("<div class=\"maps\">");
        foreach ((string name, Tensor<double>? values) in LectureFormulas.Terms(gradient, terms))
        {
            if (values is not null)
                page.Append(HeatMap.OfValues(name, Shaped(values, at)));
        }

        if (part.Routes.First(route => route.Name == "lecture")[gradient] is { } lecture)
            page.Append(HeatMap.OfValues("lecture", Shaped(lecture.Values, at)));
        if (step is { } of && part.Reference[of] is { } node)
            page.Append(HeatMap.OfValues($"tape: value of {of.Symbol()}", Shaped(node.Values, at)));
        page.Append(HeatMap.OfValues("tape: gradient", Shaped(right.Values, at)));
        foreach (ComparisonRow row in part.Rows.Where(row => row.Quantity == gradient && row.Difference is not null))
        {
            RouteValue found = part.Routes.First(route => route.Name == row.Route)[gradient]!;
            if (found.Project is not null || !double.IsFinite(row.Difference!.MaxAbs))
                continue;
            Tensor<double> difference = found.Values.Reshape(right.Values.Shape) - right.Values;
            page.Append(HeatMap.OfDifference(
                $"{Text(row.Route)} − tape",
                Shaped(difference, at),
                row.Difference.ScaledMax > 0 ? row.Difference.MaxAbs / row.Difference.ScaledMax : 1,
                row.Difference.Bound,
                Bounds.Roundoff(part.Precision)));
        }

        page.Append("</div><p class=\"node\">tape node: <code>").Append(Text(right.Node ?? "–")).Append("</code></p></section>");
    }

    private static void AppendExplanation(StringBuilder page, Comparison comparison)
    {
        page.Append("<section><h2>What the differences are</h2><ul>");
        foreach (Verdict verdict in comparison.Parts.SelectMany(part => part.Verdicts))
        {
            page.Append("<li class=\"").Append(verdict.Agrees ? "yes" : "no").Append("\">");
            page.Append(Text(verdict.ToString())).Append("</li>");
        }

        page.Append("</ul></section>");
    }

    private static void AppendTable(StringBuilder page, Comparison comparison)
    {
        page.Append(
            "<section><h2>All figures</h2><table><tr><th>quantity<th>route<th>precision<th>scaled "
                + "max<th>max abs<th>relative<th>ULP<th>agrees</tr>");
        foreach (ComparisonRow row in comparison.Rows.OrderBy(row => row.Precision, StringComparer.Ordinal).ThenBy(row => row.Quantity))
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{row.Quantity.Symbol()}<td>{Text(row.Route)}<td>{row.Precision}");
            if (row.Difference is { } d)
            {
                page.Append(
                    CultureInfo.InvariantCulture,
                    $"<td>{d.ScaledMax:0.0e+0}<td>{d.MaxAbs:0.0e+0}<td>{d.ElementwiseRelative:0.0e+0}<td>{d.MaxUlp:G4}<td "
                        + $"class=\"{(d.Agrees ? "yes\">yes" : "no\">no")}");
            }
            else
            {
                page.Insert(page.Length, $"<td>{ComparisonText.Missing}", count: 5);
            }

            page.Append("</tr>");
        }

        page.Append("</table></section>");
    }

    /// <summary>Under the input's shape where it is one number for each element, otherwise as one row.</summary>
    private static Tensor<double> Shaped(Tensor<double> values, NormalizationCase<double> at) =>
        values.Count == at.Plan.Input.Count ? values.Reshape(at.Plan.Input) : values.Reshape(1, values.Count);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
