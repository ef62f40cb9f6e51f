using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>Reads one trace from an untrusted JSON object; see <see cref="TraceJson"/> for the schema.</summary>
internal sealed class TraceJsonReader
{
    private const int MaximumRank = 16;
    private const int MaximumScopes = 64;
    private readonly List<TraceTensor> _tensors = [];
    private readonly List<TraceVariable> _variables = [];
    private readonly List<TraceNode> _nodes = [];
    private readonly HashSet<string> _names = [];
    private readonly bool _isFloat;

    private TraceJsonReader(bool isFloat) => _isFloat = isFloat;

    internal static TapeTrace Read(JsonField root)
    {
        if (root["format"].Text() != TraceJson.Format)
            throw root["format"].Wrong($"\"{TraceJson.Format}\"");
        if (root["version"].Whole(int.MaxValue) != TraceJson.Version)
            throw root["version"].Wrong($"version {TraceJson.Version}");
        return ReadTrace(root, mayUnfold: true);
    }

    private static TapeTrace ReadTrace(JsonField root, bool mayUnfold)
    {
        string type = root["elementType"].Text();
        if (type is not ("float" or "double"))
            throw root["elementType"].Wrong("\"float\" or \"double\"");

        var reader = new TraceJsonReader(type == "float");
        foreach (JsonField tensor in root["tensors"].Items())
            reader._tensors.Add(reader.ReadTensor(tensor));
        JsonField[] nodes = root["nodes"].Items();
        if (nodes.Length == 0)
            throw root["nodes"].Wrong("at least one node");
        foreach (JsonField variable in root["variables"].Items())
            reader._variables.Add(reader.ReadVariable(variable, nodes.Length));
        foreach (JsonField node in nodes)
            reader._nodes.Add(reader.ReadNode(node, mayUnfold));
        reader.CheckComputed(root["variables"]);

        TraceVariable result = reader.VariableAt(root["result"]);
        TraceTensor upstream = reader.GradientAt(root["upstream"], result);
        List<TraceStep> backward = [];
        foreach (JsonField step in root["backward"].Items())
            backward.Add(reader.ReadStep(step, nodes.Length + backward.Count));
        return new TapeTrace(type, reader._variables, reader._nodes, result, upstream, backward);
    }

    private TraceTensor ReadTensor(JsonField field)
    {
        JsonField[] extents = field["shape"].Items(), elements = field["values"].Items(), statistics = field["statistics"].Items();
        if (extents.Length > MaximumRank)
            throw field["shape"].Wrong($"at most {MaximumRank} extents");

        int[] shape = [.. extents.Select(extent => extent.Whole(int.MaxValue))];
        long count = 1;
        foreach (int extent in shape)
        {
            count *= extent;
            if (count > Array.MaxLength)
                throw field["shape"].Wrong($"a product of at most {Array.MaxLength}");
        }

        if (elements.Length > count || (elements.Length == 0 && count > 0))
            throw field["values"].Wrong($"1 to {count} numbers");
        if (statistics.Length != 5)
            throw field["statistics"].Wrong("five numbers");
        double[] values = [.. elements.Select(Element)];
        double[] numbers = [.. statistics.Take(4).Select(number => number.Number())];
        int notFinite = statistics[4].Whole((int)count + 1);
        return new TraceTensor(Shape.Of(shape), values, new TensorStatistics(numbers[0], numbers[1], numbers[2], numbers[3], notFinite));
    }

    private double Element(JsonField element) => _isFloat ? (float)element.Number() : element.Number();

    private TraceVariable ReadVariable(JsonField field, int nodes)
    {
        string name = field["name"].Text();
        if (name.Length == 0 || !_names.Add(name))
            throw field["name"].Wrong("a name that no other variable has");
        return new TraceVariable(
            _variables.Count, name, TensorAt(field["value"]), field["node"].WholeOrNull(nodes), field["requiresGradient"].Truth());
    }

    private TraceNode ReadNode(JsonField field, bool mayUnfold)
    {
        TraceVariable[] inputs = [.. field["inputs"].Items().Select(VariableAt)];
        TraceVariable output = VariableAt(field["output"]);
        if (output.NodeId != _nodes.Count)
            throw field["output"].Wrong("a variable of this node");
        if (inputs.Any(input => input.NodeId >= _nodes.Count))
            throw field["inputs"].Wrong("variables that were computed before");
        if (!field["unfolded"].IsNull && !mayUnfold)
            throw field["unfolded"].Wrong("null inside what is unfolded already");

        return new TraceNode(
            _nodes.Count,
            field["pass"].Whole(int.MaxValue),
            field["operation"].Text(),
            field["formula"].Text(),
            inputs,
            output,
            [.. field["saved"].Items().Select(saved => new TraceSavedValue(saved["name"].Text(), TensorAt(saved["value"])))],
            Scope(field["scope"]),
            field["source"].IsNull ? null : field["source"].Text())
        {
            UnfoldedLater = Unfolded(field["unfolded"]),
        };
    }

    private static string Scope(JsonField field) =>
        field.Text() is { } scope && scope.Count(c => c == '/') < MaximumScopes
            ? scope
            : throw field.Wrong($"at most {MaximumScopes} names");

    /// <summary>Read at once, so that what is wrong in it is wrong in the file.</summary>
    private static Lazy<TapeTrace>? Unfolded(JsonField field)
    {
        if (field.IsNull)
            return null;
        TapeTrace inner = ReadTrace(field, mayUnfold: false);
        return new Lazy<TapeTrace>(() => inner);
    }

    private void CheckComputed(JsonField variables)
    {
        foreach (TraceVariable variable in _variables)
        {
            if (variable.NodeId is { } node && _nodes[node].Output != variable)
                throw variables.Items()[variable.Index]["node"].Wrong("the node whose output this variable is");
        }
    }

    private TraceStep ReadStep(JsonField field, int number)
    {
        TraceNode node = _nodes[field["node"].Whole(_nodes.Count)];
        TraceContribution[] contributions =
            [.. field["contributions"].Items().Select(contribution => ReadContribution(contribution, node))];
        return new TraceStep(number, StepDirection.Backward, node, GradientAt(field["upstream"], node.Output), contributions);
    }

    private TraceContribution ReadContribution(JsonField field, TraceNode node)
    {
        int input = field["input"].Whole(node.Inputs.Count);
        TraceVariable variable = node.Inputs[input];
        return new TraceContribution(
            input,
            variable,
            GradientAt(field["value"], variable),
            field["before"].IsNull ? null : GradientAt(field["before"], variable),
            GradientAt(field["after"], variable));
    }

    private TraceVariable VariableAt(JsonField field) => _variables[field.Whole(_variables.Count)];

    private TraceTensor TensorAt(JsonField field) => _tensors[field.Whole(_tensors.Count)];

    private TraceTensor GradientAt(JsonField field, TraceVariable variable)
    {
        TraceTensor tensor = TensorAt(field);
        return tensor.Shape.Equals(variable.Value.Shape)
            ? tensor
            : throw field.Wrong($"a tensor of shape {variable.Value.Shape}, as '{variable.Name}' has,");
    }
}
