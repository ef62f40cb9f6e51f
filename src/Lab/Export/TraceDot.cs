using System.Globalization;
using System.Text;

namespace NormNet.Lab;

/// <summary>A trace for Graphviz: <c>dot -Tsvg tape.dot</c>.</summary>
public static class TraceDot
{
    /// <summary>A directed graph with module scopes as clusters; leaves are ellipses, nodes are boxes.</summary>
    public static string Write(TapeTrace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var graph = new TraceGraph(trace);
        var text = new StringBuilder("digraph tape {\n  rankdir=TB;\n");
        text.Append("  graph [fontname=\"sans-serif\", fontsize=11, labeljust=l];\n  node [fontname=\"sans-serif\", fontsize=11];\n");
        WriteScope(text, graph, [.. graph.Scopes()], "", "  ");
        foreach (TraceEdge edge in graph.Edges)
            text.Append(CultureInfo.InvariantCulture, $"  v{edge.From} -> v{edge.To};\n");
        return text.Append("}\n").ToString();
    }

    private static void WriteScope(StringBuilder text, TraceGraph graph, string[] scopes, string scope, string indent)
    {
        foreach (TraceVertex vertex in graph.Vertices.Where(vertex => vertex.Scope == scope))
        {
            string shape = vertex.Node is null ? "ellipse" : "box";
            string label = $"{Escape(vertex.Title)}\\n{vertex.Variable.Value.Shape}";
            text.Append(CultureInfo.InvariantCulture, $"{indent}v{vertex.Index} [shape={shape}, label=\"{label}\"];\n");
        }

        foreach (string inner in scopes.Where(inner => TraceGraph.Parent(inner) == scope))
        {
            text.Append(
                CultureInfo.InvariantCulture, $"{indent}subgraph \"cluster_{Escape(inner)}\" {{\n{indent}  label=\"{Escape(inner)}\";\n");
            WriteScope(text, graph, scopes, inner, indent + "  ");
            text.Append(indent).Append("}\n");
        }
    }

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
