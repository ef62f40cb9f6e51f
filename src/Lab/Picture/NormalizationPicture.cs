using System.Globalization;
using System.Net;
using System.Text;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>The family's picture: an input as a block of samples N, channels C and places S; the values that share one statistic in
/// colour.</summary>
/// <remarks>
/// The picture of Wu &amp; He 2018, Figure 2. It is drawn from <see cref="NormalizationPlan.StatisticOf"/>, which says what the kernel
/// does. Colours follow
/// the reader's choice of light or dark.
/// </remarks>
public static class NormalizationPicture
{
    private const int MostDrawn = 6;
    private const int Margin = 16;
    private const int Left = 26;
    private const int Heading = 30;
    private const int Footer = 62;

    // How wide a letter is at most, on average, in the fonts that sans-serif may be.
    private const double TitleLetter = 8.6;
    private const double Letter = 7;

    /// <summary>Batch, layer, instance and group normalization side by side, on (5, 6, 5) with two groups.</summary>
    public static string Family()
    {
        Shape shape = [5, 6, 5];
        return Svg(
            ("Batch Norm", NormalizationPlan.Batch(shape)), ("Layer Norm", NormalizationPlan.Layer(shape, [6, 5])),
            ("Instance Norm", NormalizationPlan.Instance(shape)), ("Group Norm", NormalizationPlan.Group(shape, groups: 2)));
    }

    /// <summary>Plans side by side, each under its title.</summary>
    /// <param name="members">
    /// Titles and plans. Inputs are (N, C, ...), all axes from the third on being places; of each at most six are drawn, and the text says
    /// how many
    /// there are.
    /// </param>
    /// <returns>An SVG document.</returns>
    /// <exception cref="ArgumentException">There is no plan, or an input is empty or has fewer than two axes.</exception>
    public static string Svg(params ReadOnlySpan<(string Title, NormalizationPlan Plan)> members)
    {
        if (members.IsEmpty)
            throw new ArgumentException("NormalizationPicture: at least one plan is needed.", nameof(members));

        var panels = new StringBuilder();
        double x = Margin, height = 0;
        foreach ((string title, NormalizationPlan plan) in members)
        {
            ArgumentNullException.ThrowIfNull(plan);
            if (plan.Input.Rank < 2 || plan.Input.Count == 0)
            {
                throw new ArgumentException(
                    $"NormalizationPicture: {title} has an input of shape {plan.Input}; (N, C, ...) with a value is needed.",
                    nameof(members));
            }

            var block = new PictureBlock(plan, MostDrawn);
            string[] captions =
            [
                $"{plan.ValuesPerStatistic} {(plan.ValuesPerStatistic == 1 ? "value shares" : "values share")} "
                    + $"{(plan.Centers ? "μ and σ²" : "Σx²/m")}",
                $"{plan.Statistics} {(plan.Statistics == 1 ? "statistic" : "statistics")}, γ and β {plan.AffineShape}",
            ];
            WritePanel(panels, title, captions, plan.Input, block, x);
            double text = Math.Max(title.Length * TitleLetter, captions.Max(caption => caption.Length) * Letter);
            x += Left + Math.Max(block.Width, text) + Margin;
            height = Math.Max(height, Heading + block.Height + Footer);
        }

        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {x} {height}\" width=\"{x}\" height=\"{height}\" ");
        svg.Append("role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n");
        svg.Append("<title>Which values share a mean and a variance</title>\n");
        svg.Append("<style>").Append(PictureStyle.Css).Append("</style>\n<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n");
        return svg.Append(panels).Append("</svg>\n").ToString();
    }

    private static void WritePanel(StringBuilder svg, string title, string[] captions, Shape input, PictureBlock block, double x)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate({x + Left} {Heading})\">\n");
        Text(0, -12, "start", title, "title");
        block.Write(svg);
        (double X, double Y) down = block.Corner(0, block.Places, 0), back = block.Corner(0, 0, block.Samples);
        Text(block.Corner(block.Channels, 0, 0).X / 2, down.Y + 15, "middle", Axis("C", block.Channels, input[1]));
        Text(-7, ((block.Corner(0, 0, 0).Y + down.Y) / 2) + 4, "end", Axis("S", block.Places, block.AllPlaces));
        Text((back.X / 2) - 6, ((back.Y + block.Corner(0, 0, 0).Y) / 2) - 2, "end", Axis("N", block.Samples, input[0]));
        Text(0, down.Y + 34, "start", captions[0]);
        Text(0, down.Y + 50, "start", captions[1], "soft");
        svg.Append("</g>\n");

        void Text(double left, double top, string anchor, string text, string kind = "ink") => svg.Append(
            CultureInfo.InvariantCulture,
            $"<text class=\"{kind}\" x=\"{left:0.#}\" y=\"{top:0.#}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>\n");
    }

    private static string Axis(string name, int drawn, int all) => drawn == all ? name : $"{name} ({all})";
}
