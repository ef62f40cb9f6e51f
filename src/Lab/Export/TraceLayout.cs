namespace NormNet.Lab;

/// <summary>Places for the vertices of a graph: layers by the longest path, each ordered so that edges cross little.</summary>
/// <remarks>Sugiyama, Tagawa &amp; Toda 1981: layers first, then barycentres of the neighbours, layer by layer, down and up.</remarks>
internal sealed class TraceLayout
{
    private const int Sweeps = 4;
    private readonly int[] _layers;
    private readonly double[] _orders;

    internal TraceLayout(TraceGraph graph)
    {
        _layers = LayersOf(graph);
        _orders = new double[graph.Vertices.Count];
        int[][] members =
        [
            .. graph.Vertices.Select(vertex => vertex.Index).GroupBy(vertex => _layers[vertex])
                .OrderBy(layer => layer.Key).Select(layer => layer.ToArray()),
        ];
        foreach (int[] layer in members)
            Number(layer);

        ILookup<int, int> above = graph.Edges.ToLookup(edge => edge.To, edge => edge.From);
        ILookup<int, int> below = graph.Edges.ToLookup(edge => edge.From, edge => edge.To);
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            bool down = sweep % 2 == 0;
            foreach (int[] layer in down ? members : members.Reverse())
            {
                ILookup<int, int> neighbours = down ? above : below;
                double[] keys = [.. layer.Select(vertex => neighbours[vertex].Select(Position).DefaultIfEmpty(Position(vertex)).Average())];
                Array.Sort(keys, layer);
                Number(layer);
            }
        }

        Widest = members.Max(layer => layer.Length);
        Layers = members.Length;

        double Position(int vertex) => _orders[vertex];
    }

    /// <summary>The number of layers.</summary>
    internal int Layers { get; }

    /// <summary>The number of vertices in the widest layer.</summary>
    internal int Widest { get; }

    /// <summary>The layer of a vertex, 0 at the top.</summary>
    internal int Layer(int vertex) => _layers[vertex];

    /// <summary>The place within the layer, in vertex widths from the graph's middle.</summary>
    internal double Order(int vertex) => _orders[vertex];

    private static int[] LayersOf(TraceGraph graph)
    {
        int[] layers = new int[graph.Vertices.Count];
        ILookup<int, TraceEdge> into = graph.Edges.ToLookup(edge => edge.To);
        foreach (TraceVertex vertex in graph.Vertices)
            layers[vertex.Index] = vertex.Node is null
                ? 0
                : 1 + into[vertex.Index].Select(edge => layers[edge.From]).DefaultIfEmpty(0).Max();

        // A leaf stands right above its first use, however deep that is.
        foreach (IGrouping<int, TraceEdge> uses in graph.Edges.GroupBy(edge => edge.From))
        {
            if (graph.Vertices[uses.Key].Node is null)
                layers[uses.Key] = uses.Min(edge => layers[edge.To]) - 1;
        }

        return layers;
    }

    private void Number(int[] layer)
    {
        for (int i = 0; i < layer.Length; i++)
            _orders[layer[i]] = i - ((layer.Length - 1) / 2.0);
    }
}
