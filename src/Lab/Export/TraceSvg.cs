using System.Globalization;
using System.Net;
using System.Text;

namespace NormNet.Lab;

/// <summary>A trace as a picture.</summary>
public static class TraceSvg
{
    private const int Width = 168;
    private const int Height = 40;
    private const int ColumnGap = 26;
    private const int RowGap = 38;
    private const int Margin = 30;

    /// <summary>A layered graph, from the leaves at the top to y at the bottom, with a frame around each module.</summary>
    public static string Write(TapeTrace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var graph = new TraceGraph(trace);
        var layout = new TraceLayout(graph);
        int width = (layout.Widest * (Width + ColumnGap)) + (2 * Margin), height = (layout.Layers * (Height + RowGap)) + (2 * Margin);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" ");
        svg.Append("font-family=\"sans-serif\" font-size=\"12\" text-anchor=\"middle\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title>Tape of {trace.Nodes.Count} nodes</title>\n");
        (double X, double Y)[] places = [.. graph.Vertices.Select(vertex => (
            (width / 2.0) + (layout.Order(vertex.Index) * (Width + ColumnGap)),
            Margin + (layout.Layer(vertex.Index) * (double)(Height + RowGap)) + (Height / 2.0)))];
        foreach (string scope in graph.Scopes())
            WriteFrame(svg, scope, [.. graph.Vertices.Where(vertex => TraceGraph.Prefixes(vertex.Scope).Contains(scope)).Select(vertex => places[vertex.Index])]);
        foreach (TraceEdge edge in graph.Edges)
            WriteEdge(svg, places[edge.From], places[edge.To]);
        foreach (TraceVertex vertex in graph.Vertices)
            WriteVertex(svg, vertex, places[vertex.Index]);
        return svg.Append("</svg>\n").ToString();
    }

    private static void WriteFrame(StringBuilder svg, string scope, (double X, double Y)[] members)
    {
        int depth = scope.Count(c => c == '/');
        double pad = double.Max(4, 16 - (4 * depth));
        double left = members.Min(place => place.X) - (Width / 2.0) - pad, right = members.Max(place => place.X) + (Width / 2.0) + pad;
        double top = members.Min(place => place.Y) - (Height / 2.0) - pad, bottom = members.Max(place => place.Y) + (Height / 2.0) + pad;
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{left}\" y=\"{top}\" width=\"{right - left}\" height=\"{bottom - top}\" rx=\"8\" ");
        svg.Append("fill=\"#8884\" fill-opacity=\"0.35\" stroke=\"#888\" stroke-dasharray=\"4 3\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{left + 6}\" y=\"{top + 12}\" text-anchor=\"start\" font-size=\"11\" fill=\"#666\">{WebUtility.HtmlEncode(scope)}</text>\n");
    }

    private static void WriteEdge(StringBuilder svg, (double X, double Y) from, (double X, double Y) to)
    {
        double start = from.Y + (Height / 2.0), end = to.Y - (Height / 2.0), bend = (end - start) / 2;
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{from.X} {start}C{from.X} {start + bend} {to.X} {end - bend} {to.X} {end}\" fill=\"none\" stroke=\"#555\"/>\n");
    }

    private static void WriteVertex(StringBuilder svg, TraceVertex vertex, (double X, double Y) place)
    {
        (string fill, int round) = vertex.Node is null ? ("#fdf3d8", Height / 2) : ("#dcebf7", 4);
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{place.X - (Width / 2.0)}\" y=\"{place.Y - (Height / 2.0)}\" width=\"{Width}\" height=\"{Height}\" rx=\"{round}\" fill=\"{fill}\" stroke=\"#345\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{place.X}\" y=\"{place.Y - 3}\">{WebUtility.HtmlEncode(vertex.Title)}</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{place.X}\" y=\"{place.Y + 13}\" font-size=\"10\" fill=\"#555\">{vertex.Variable.Value.Shape}</text>\n");
    }
}
