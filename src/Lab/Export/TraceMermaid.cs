using System.Globalization;
using System.Text;

namespace NormNet.Lab;

/// <summary>A trace for Mermaid, which Markdown pages draw.</summary>
public static class TraceMermaid
{
    /// <summary>A flowchart with module scopes as subgraphs; leaves are rounded, nodes are boxes.</summary>
    public static string Write(TapeTrace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var graph = new TraceGraph(trace);
        var text = new StringBuilder("flowchart TD\n");
        string[] scopes = [.. graph.Scopes()];
        WriteScope(text, graph, scopes, "", "  ");
        foreach (TraceEdge edge in graph.Edges)
            text.Append(CultureInfo.InvariantCulture, $"  v{edge.From} --> v{edge.To}\n");
        return text.ToString();
    }

    private static void WriteScope(StringBuilder text, TraceGraph graph, string[] scopes, string scope, string indent)
    {
        foreach (TraceVertex vertex in graph.Vertices.Where(vertex => vertex.Scope == scope))
        {
            string label = $"\"{Escape(vertex.Title)}<br/>{vertex.Variable.Value.Shape}\"";
            string box = vertex.Node is null ? $"([{label}])" : $"[{label}]";
            text.Append(CultureInfo.InvariantCulture, $"{indent}v{vertex.Index}{box}\n");
        }

        for (int i = 0; i < scopes.Length; i++)
        {
            if (TraceGraph.Parent(scopes[i]) != scope)
                continue;
            text.Append(CultureInfo.InvariantCulture, $"{indent}subgraph s{i} [\"{Escape(scopes[i])}\"]\n");
            WriteScope(text, graph, scopes, scopes[i], indent + "  ");
            text.Append(indent).Append("end\n");
        }
    }

    /// <summary>Mermaid's entities for characters that have a meaning in its labels.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (char c in text)
        {
            if (c is '"' or '#' or '&' or '<' or '>' or ';' or '`' || char.IsControl(c))
                escaped.Append(CultureInfo.InvariantCulture, $"#{(int)c};");
            else
                escaped.Append(c);
        }

        return escaped.ToString();
    }
}
