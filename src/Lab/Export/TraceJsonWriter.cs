using System.Text.Json;

namespace NormNet.Lab;

/// <summary>Writes one trace as a JSON object; see <see cref="TraceJson"/> for the schema.</summary>
internal sealed class TraceJsonWriter(Utf8JsonWriter json, TapeTrace trace)
{
    private readonly Dictionary<TraceTensor, int> _tensors = [];
    private readonly List<TraceTensor> _order = [];

    internal void Write(bool withFormat)
    {
        Number(trace.Upstream);
        foreach (TraceVariable variable in trace.Variables)
            Number(variable.Value);
        foreach (TraceSavedValue saved in trace.Nodes.SelectMany(node => node.Saved))
            Number(saved.Value);
        foreach (TraceStep step in trace.Steps)
            NumberTensorsOf(step);

        json.WriteStartObject();
        if (withFormat)
        {
            json.WriteString("format", TraceJson.Format);
            json.WriteNumber("version", TraceJson.Version);
        }

        json.WriteString("elementType", trace.ElementType);
        WriteArray("tensors", _order, WriteTensor);
        WriteArray("variables", trace.Variables, WriteVariable);
        WriteArray("nodes", trace.Nodes, WriteNode);
        json.WriteNumber("result", trace.Result.Index);
        json.WriteNumber("upstream", Number(trace.Upstream));
        WriteArray("backward", trace.Steps.Skip(trace.Nodes.Count), WriteStep);
        json.WriteEndObject();
    }

    private void NumberTensorsOf(TraceStep step)
    {
        if (step.Upstream is not null)
            Number(step.Upstream);
        foreach (TraceContribution contribution in step.Contributions)
        {
            Number(contribution.Value);
            if (contribution.Before is not null)
                Number(contribution.Before);
            Number(contribution.After);
        }
    }

    private int Number(TraceTensor tensor)
    {
        if (_tensors.TryAdd(tensor, _order.Count))
            _order.Add(tensor);
        return _tensors[tensor];
    }

    private void WriteArray<TItem>(string name, IEnumerable<TItem> items, Action<TItem> write)
    {
        json.WriteStartArray(name);
        foreach (TItem item in items)
            write(item);
        json.WriteEndArray();
    }

    private void WriteTensor(TraceTensor tensor)
    {
        json.WriteStartObject();
        json.WriteStartArray("shape");
        foreach (int extent in tensor.Shape)
            json.WriteNumberValue(extent);
        json.WriteEndArray();
        json.WriteStartArray("values");
        foreach (double value in tensor.Values)
            WriteElement(value);
        json.WriteEndArray();
        TensorStatistics statistics = tensor.Statistics;
        json.WriteStartArray("statistics");
        foreach (double value in (ReadOnlySpan<double>)[statistics.Minimum, statistics.Maximum, statistics.Mean, statistics.Deviation])
            WriteNumber(value);
        json.WriteNumberValue(statistics.NotFinite);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A float needs fewer digits than the double of the same value.</summary>
    private void WriteElement(double value)
    {
        if (trace.ElementType == "float" && double.IsFinite(value))
            json.WriteNumberValue((float)value);
        else
            WriteNumber(value);
    }

    private void WriteNumber(double value)
    {
        if (double.IsFinite(value))
            json.WriteNumberValue(value);
        else
            json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }

    private void WriteVariable(TraceVariable variable)
    {
        json.WriteStartObject();
        json.WriteString("name", variable.Name);
        json.WriteNumber("value", Number(variable.Value));
        if (variable.NodeId is { } node)
            json.WriteNumber("node", node);
        else
            json.WriteNull("node");
        json.WriteBoolean("requiresGradient", variable.RequiresGradient);
        json.WriteEndObject();
    }

    private void WriteNode(TraceNode node)
    {
        json.WriteStartObject();
        json.WriteString("operation", node.Operation);
        json.WriteString("formula", node.Formula);
        json.WriteNumber("pass", node.Pass);
        WriteArray("inputs", node.Inputs, input => json.WriteNumberValue(input.Index));
        json.WriteNumber("output", node.Output.Index);
        WriteArray("saved", node.Saved, saved =>
        {
            json.WriteStartObject();
            json.WriteString("name", saved.Name);
            json.WriteNumber("value", Number(saved.Value));
            json.WriteEndObject();
        });
        json.WriteString("scope", node.Scope);
        json.WriteString("source", node.Source);
        if (node.Unfolded is null)
        {
            json.WriteNull("unfolded");
        }
        else
        {
            json.WritePropertyName("unfolded");
            new TraceJsonWriter(json, node.Unfolded).Write(withFormat: false);
        }

        json.WriteEndObject();
    }

    private void WriteStep(TraceStep step)
    {
        json.WriteStartObject();
        json.WriteNumber("node", step.Node.Id);
        json.WriteNumber("upstream", Number(step.Upstream!));
        WriteArray("contributions", step.Contributions, contribution =>
        {
            json.WriteStartObject();
            json.WriteNumber("input", contribution.Input);
            json.WriteNumber("value", Number(contribution.Value));
            if (contribution.Before is null)
                json.WriteNull("before");
            else
                json.WriteNumber("before", Number(contribution.Before));
            json.WriteNumber("after", Number(contribution.After));
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }
}
