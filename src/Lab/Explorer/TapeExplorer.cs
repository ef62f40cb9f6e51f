using System.Net;
using System.Text;
using System.Text.Json;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>A trace as one HTML page that steps through it: no network, no server, nothing to install.</summary>
/// <remarks>
/// The page has the tape as a graph with modules that fold, a timeline, each step's formula and numbers, and a search; its address
/// takes a step (<c>#step=17</c>). What a trace left out of a large tensor, the page says.
/// </remarks>
public static class TapeExplorer
{
    private static readonly string[] Scripts = ["tensors.js", "graph.js", "details.js", "explorer.js"];

    /// <summary>Writes the page to a file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="trace">What the page shows.</param>
    /// <param name="title">The page's title.</param>
    /// <exception cref="IOException">The file cannot be written; what was there is unchanged.</exception>
    public static void Save(string path, TapeTrace trace, string title = "Tape") =>
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(Page(trace, title))));

    /// <summary>The page as text.</summary>
    public static string Page(TapeTrace trace, string title = "Tape")
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(title);
        using var json = new MemoryStream();
        TraceJson.Write(json, trace);
        return Resource("explorer.html")
            .Replace("{{title}}", WebUtility.HtmlEncode(title), StringComparison.Ordinal)
            .Replace("{{style}}", Resource("explorer.css"), StringComparison.Ordinal)
            .Replace("{{script}}", string.Concat(Scripts.Select(Resource)), StringComparison.Ordinal)
            .Replace("{{view}}", View(trace), StringComparison.Ordinal)
            .Replace("{{tape}}", Encoding.UTF8.GetString(json.ToArray()), StringComparison.Ordinal);
    }

    /// <summary>What the page needs beside the trace: the graph's places, and formulas as MathML. The writer escapes &lt;.</summary>
    private static string View(TapeTrace trace)
    {
        var graph = new TraceGraph(trace);
        var layout = new TraceLayout(graph);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("vertices");
            foreach (TraceVertex vertex in graph.Vertices)
                WriteVertex(json, vertex, layout);
            json.WriteEndArray();
            json.WriteStartArray("edges");
            foreach (TraceEdge edge in graph.Edges)
                WriteEdge(json, edge);
            json.WriteEndArray();
            List<string> texts = [];
            var indexOf = new Dictionary<string, int>();
            json.WriteStartArray("formulas");
            foreach (TraceNode node in trace.Nodes)
                WriteFormulas(json, node, Index);
            json.WriteEndArray();
            WriteUnfolded(json, trace, Index);
            json.WriteStartArray("texts");
            foreach (string text in texts)
                json.WriteStringValue(text);
            json.WriteEndArray();
            json.WriteEndObject();

            int Index(string text)
            {
                if (indexOf.TryAdd(text, texts.Count))
                    texts.Add(text);
                return indexOf[text];
            }
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteVertex(Utf8JsonWriter json, TraceVertex vertex, TraceLayout layout)
    {
        json.WriteStartObject();
        json.WriteString("title", vertex.Title);
        json.WriteNumber("variable", vertex.Variable.Index);
        json.WriteNumber("node", vertex.Node?.Id ?? -1);
        json.WriteString("scope", vertex.Scope);
        json.WriteNumber("layer", layout.Layer(vertex.Index));
        json.WriteNumber("order", layout.Order(vertex.Index));
        json.WriteEndObject();
    }

    private static void WriteEdge(Utf8JsonWriter json, TraceEdge edge)
    {
        json.WriteStartArray();
        json.WriteNumberValue(edge.From);
        json.WriteNumberValue(edge.To);
        json.WriteEndArray();
    }

    /// <summary>Positions among the texts: most formulas are those of many nodes.</summary>
    private static void WriteFormulas(Utf8JsonWriter json, TraceNode node, Func<string, int> index)
    {
        json.WriteStartArray();
        json.WriteNumberValue(index(MathMl.WithRemark(node.Formula)));
        json.WriteNumberValue(index(MathMl.WithoutRemark(node.FilledFormula)));
        json.WriteEndArray();
    }

    /// <summary>For each node that unfolds, the formulas of the operations within and of the gradients.</summary>
    private static void WriteUnfolded(Utf8JsonWriter json, TapeTrace trace, Func<string, int> index)
    {
        json.WriteStartObject("unfolded");
        foreach (TraceNode node in trace.Nodes.Where(node => node.Unfolds))
        {
            json.WriteStartObject($"{node.Id}");
            json.WriteStartArray("formulas");
            foreach (TraceNode inner in node.Unfolded!.Nodes)
                WriteFormulas(json, inner, index);
            json.WriteEndArray();
            json.WriteStartArray("gradients");
            foreach ((string variable, string formula) in UnfoldedGradients.Of(node.Unfolded))
            {
                json.WriteStartArray();
                json.WriteStringValue(variable);
                json.WriteNumberValue(index(MathMl.Of(formula)));
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string Resource(string name)
    {
        using Stream stream = typeof(TapeExplorer).Assembly.GetManifestResourceStream($"NormNet.Lab.Explorer.{name}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
