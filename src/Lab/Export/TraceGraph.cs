namespace NormNet.Lab;

/// <summary>A trace as a graph: leaves and nodes are vertices, each once, and an edge goes from what is used to what uses it.</summary>
internal sealed class TraceGraph
{
    internal TraceGraph(TapeTrace trace)
    {
        List<TraceVertex> vertices = [];
        var vertexOf = new Dictionary<TraceVariable, int>();
        foreach (TraceNode node in trace.Nodes)
        {
            foreach (TraceVariable input in node.Inputs.Where(input => input.NodeId is null && !vertexOf.ContainsKey(input)).Distinct())
            {
                vertexOf.Add(input, vertices.Count);
                vertices.Add(new TraceVertex(vertices.Count, input, Node: null));
            }

            vertexOf.Add(node.Output, vertices.Count);
            vertices.Add(new TraceVertex(vertices.Count, node.Output, node));
        }

        Vertices = vertices;
        Edges =
        [
            .. trace.Nodes.SelectMany(node => node.Inputs.Select(
                (input, i) => new TraceEdge(vertexOf[input], vertexOf[node.Output], i))),
        ];
    }

    internal IReadOnlyList<TraceVertex> Vertices { get; }

    internal IReadOnlyList<TraceEdge> Edges { get; }

    /// <summary>All module paths, outer before inner.</summary>
    internal IEnumerable<string> Scopes() => Vertices
        .SelectMany(vertex => Prefixes(vertex.Scope))
        .Distinct()
        .Order(StringComparer.Ordinal);

    /// <summary>The paths from the outermost to the whole one; none of an empty path, and none that is empty.</summary>
    internal static IEnumerable<string> Prefixes(string scope)
    {
        for (int i = 1; i < scope.Length; i++)
        {
            if (scope[i] == '/')
                yield return scope[..i];
        }

        if (scope.Length > 0)
            yield return scope;
    }

    internal static string Parent(string scope) => scope.Contains('/', StringComparison.Ordinal) ? scope[..scope.LastIndexOf('/')] : "";
}

/// <summary>A leaf, or a node with its output.</summary>
/// <param name="Index">The position among the vertices.</param>
/// <param name="Variable">The leaf, or the node's output.</param>
/// <param name="Node">The node; null for a leaf.</param>
internal sealed record TraceVertex(int Index, TraceVariable Variable, TraceNode? Node)
{
    /// <summary>Leaves stand outside all modules: several may use them.</summary>
    internal string Scope => Node?.Scope ?? "";

    /// <summary>The first line of a box.</summary>
    internal string Title => Node is null ? Variable.Name : Node.Output.Name.StartsWith('%')
        ? $"{Node.Output.Name} {Node.Operation}"
        : $"%{Node.Id} {Node.Operation} → {Node.Output.Name}";
}

/// <summary>A use of a variable.</summary>
/// <param name="From">The vertex used.</param>
/// <param name="To">The vertex that uses it.</param>
/// <param name="Input">As which input.</param>
internal readonly record struct TraceEdge(int From, int To, int Input);
