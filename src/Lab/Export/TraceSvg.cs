using System.Globalization;
using System.Net;
using System.Text;

namespace NormNet.Lab;

/// <summary>A trace as a picture.</summary>
public static class TraceSvg
{
    private const int Width = 172;
    private const int Height = 40;
    private const int ColumnGap = 40;
    private const int LabelHeight = 13;
    private const int Margin = 34;
    private const int LongestTitle = 26;

    /// <summary>
    /// A layered graph, from the leaves at the top to y at the bottom, with a frame around each module; a title too long for its box
    /// is cut, and whole in its tooltip.
    /// </summary>
    public static string Write(TapeTrace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var graph = new TraceGraph(trace);
        var layout = new TraceLayout(graph);
        string[] scopes = [.. graph.Scopes()];
        int depth = scopes.Select(scope => TraceGraph.Prefixes(scope).Count()).DefaultIfEmpty(0).Max();
        int rowGap = int.Max(36, ((LabelHeight + 3) * depth) + 8);
        int width = (layout.Widest * (Width + ColumnGap)) + (2 * Margin), height = (layout.Layers * (Height + rowGap)) + (2 * Margin);
        Place[] places = [.. graph.Vertices.Select(vertex => new Place(
            (width / 2.0) + (layout.Order(vertex.Index) * (Width + ColumnGap)),
            Margin + (layout.Layer(vertex.Index) * (double)(Height + rowGap)) + (Height / 2.0)))];

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" ");
        svg.Append(CultureInfo.InvariantCulture, $"width=\"{width}\" height=\"{height}\" ");
        svg.Append("font-family=\"sans-serif\" font-size=\"12\" text-anchor=\"middle\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title>Tape of {trace.Nodes.Count} nodes</title>\n");
        foreach (string scope in scopes)
        {
            IEnumerable<TraceVertex> members = graph.Vertices.Where(vertex => TraceGraph.Prefixes(vertex.Scope).Contains(scope));
            int level = depth - TraceGraph.Prefixes(scope).Count() + 1;
            WriteFrame(svg, scope, level, [.. members.Select(vertex => places[vertex.Index])]);
        }

        var drawn = new Dictionary<(int, int), int>();
        foreach (TraceEdge edge in graph.Edges)
        {
            int before = drawn.GetValueOrDefault((edge.From, edge.To));
            drawn[(edge.From, edge.To)] = before + 1;
            WriteEdge(svg, places[edge.From], places[edge.To], before);
        }

        foreach (TraceVertex vertex in graph.Vertices)
            WriteVertex(svg, vertex, places[vertex.Index]);
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>Frames widen from the innermost modules outward, with room for each one's name above its boxes.</summary>
    private static void WriteFrame(StringBuilder svg, string scope, int level, Place[] members)
    {
        double aside = (Width / 2.0) + (4 * level);
        double left = members.Min(place => place.X) - aside, right = members.Max(place => place.X) + aside;
        double top = members.Min(place => place.Y) - (Height / 2.0) - (LabelHeight * level) - 1;
        double bottom = members.Max(place => place.Y) + (Height / 2.0) + (3 * level);
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{left}\" y=\"{top}\" width=\"{right - left}\" height=\"{bottom - top}\" ");
        svg.Append("rx=\"8\" fill=\"#8884\" fill-opacity=\"0.35\" stroke=\"#888\" stroke-dasharray=\"4 3\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{left + 5}\" y=\"{top + 11}\" text-anchor=\"start\" font-size=\"11\" ");
        svg.Append(CultureInfo.InvariantCulture, $"fill=\"#666\">{WebUtility.HtmlEncode(scope[(scope.LastIndexOf('/') + 1)..])}</text>\n");
    }

    /// <summary>
    /// Down from one box to the next, or beside the boxes between where the way goes through them. A variable that is used twice by one
    /// node has two edges: there its gradients meet.
    /// </summary>
    private static void WriteEdge(StringBuilder svg, Place from, Place to, int before)
    {
        double start = from.Y + (Height / 2.0), end = to.Y - (Height / 2.0), span = end - start, side = Width / 2.0;
        svg.Append("<path d=\"");
        if (span > 2 * Height && Math.Abs(from.X - to.X) < Width)
        {
            double aside = double.Max(from.X, to.X) + side + double.Min(36, 12 + (span / 40));
            svg.Append(CultureInfo.InvariantCulture, $"M{from.X + side} {from.Y}C{aside} {from.Y} ");
            svg.Append(CultureInfo.InvariantCulture, $"{aside} {from.Y + Height} {aside} {from.Y + Height}");
            svg.Append(CultureInfo.InvariantCulture, $"V{to.Y - Height}C{aside} {to.Y} {aside} {to.Y} {to.X + side} {to.Y}");
        }
        else
        {
            double bend = double.Max(12, span / 2), shift = 28 * before;
            svg.Append(CultureInfo.InvariantCulture, $"M{from.X + shift} {start}C{from.X + shift} {start + bend} ");
            svg.Append(CultureInfo.InvariantCulture, $"{to.X + shift} {end - bend} {to.X + shift} {end}");
        }

        svg.Append("\" fill=\"none\" stroke=\"#555\"/>\n");
    }

    private static void WriteVertex(StringBuilder svg, TraceVertex vertex, Place place)
    {
        (string fill, int round) = vertex.Node is null ? ("#fdf3d8", Height / 2) : ("#dcebf7", 4);
        string title = vertex.Title.Length > LongestTitle ? $"{vertex.Title[..(LongestTitle - 1)]}…" : vertex.Title;
        svg.Append(CultureInfo.InvariantCulture, $"<g><title>{WebUtility.HtmlEncode(vertex.Title)}</title>");
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{place.X - (Width / 2.0)}\" y=\"{place.Y - (Height / 2.0)}\" ");
        svg.Append(CultureInfo.InvariantCulture, $"width=\"{Width}\" height=\"{Height}\" rx=\"{round}\" fill=\"{fill}\" stroke=\"#345\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{place.X}\" y=\"{place.Y - 3}\">{WebUtility.HtmlEncode(title)}</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{place.X}\" y=\"{place.Y + 13}\" font-size=\"10\" fill=\"#555\">");
        svg.Append(CultureInfo.InvariantCulture, $"{vertex.Variable.Value.Shape}</text></g>\n");
    }

    /// <summary>A box's middle.</summary>
    private readonly record struct Place(double X, double Y);
}
