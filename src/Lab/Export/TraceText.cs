using System.Globalization;
using System.Text;

namespace NormNet.Lab;

/// <summary>Steps and traces as plain text, the same on every machine, so that a transcript can be compared with a kept one.</summary>
public static class TraceText
{
    private const int ShownValues = 12;

    /// <summary>All steps, one paragraph each.</summary>
    public static string Transcript(TapeTrace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"tape: {trace.Nodes.Count} nodes, {trace.Steps.Count} steps, {trace.ElementType}\n");
        text.Append("differentiated: ").Append(Describe(trace.Result.Name, trace.Result.Value)).Append('\n');
        text.Append("upstream: ").Append(Describe($"∂ℓ/∂{trace.Result.Name}", trace.Upstream)).Append('\n');
        foreach (TraceStep step in trace.Steps)
            text.Append('\n').Append(Describe(step)).Append('\n');

        text.Append("\ngradients of the leaves\n");
        foreach (TraceVariable leaf in trace.Variables.Where(variable => variable.NodeId is null && variable.RequiresGradient))
        {
            if (trace.GradientAt(leaf, trace.Steps.Count - 1) is { } gradient)
                text.Append("  ").Append(Describe($"∂ℓ/∂{leaf.Name}", gradient)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>One step: operation, formula, values, and backward the upstream gradient and what each input gets of it.</summary>
    public static string Describe(TraceStep step) => string.Join('\n', Lines(step));

    /// <summary>A tensor on one line: name, shape, values, and statistics where not all values are shown.</summary>
    public static string Describe(string name, TraceTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Shape.Rank == 0)
            return $"{name} = {Number(tensor.Values[0])}";

        int shown = int.Min(ShownValues, tensor.Values.Length);
        string values = Values(tensor, shown);
        return tensor.Shape.Count == shown
            ? $"{name} {tensor.Shape} = [{values}]"
            : $"{name} {tensor.Shape} = [{values}, … {tensor.Shape.Count - shown} more], {Describe(tensor.Statistics)}";
    }

    /// <summary>Minimum, maximum, mean and deviation, and how many values are not finite, if any.</summary>
    public static string Describe(TensorStatistics statistics)
    {
        string text = $"min {Number(statistics.Minimum)}, max {Number(statistics.Maximum)}, mean {Number(statistics.Mean)}, "
            + $"deviation {Number(statistics.Deviation)}";
        return statistics.NotFinite == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}, {statistics.NotFinite} not finite");
    }

    /// <summary>
    /// A number with five significant digits; ≈0 where it is so near to zero (1e-13) that it is the rounding of a sum that cancels.
    /// </summary>
    public static string Number(double value) => value switch
    {
        0 => "0",
        > -1e-13 and < 1e-13 => "≈0",
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "−∞",
        _ => value.ToString("G5", CultureInfo.InvariantCulture),
    };

    internal static IEnumerable<string> Lines(TraceStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        TraceNode node = step.Node;
        string direction = step.Direction == StepDirection.Forward ? "forward" : "backward";
        string pass = node.Pass == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", pass {node.Pass}");
        yield return string.Create(CultureInfo.InvariantCulture, $"step {step.Number}, {direction}: %{node.Id} {node.Operation}{pass}");
        yield return $"  {node.Formula}    here: {node.FilledFormula}";
        if (node.Scope.Length > 0)
            yield return $"  in {node.Scope}";
        if (node.Source is not null)
            yield return $"  from {node.Source}";

        IEnumerable<string> rest = step.Direction == StepDirection.Forward ? ForwardLines(node) : BackwardLines(step);
        foreach (string line in rest)
            yield return $"  {line}";
    }

    private static IEnumerable<string> ForwardLines(TraceNode node) =>
    [
        .. node.Inputs.Distinct().Select(input => "input " + Describe(input.Name, input.Value)),
        .. node.Saved.Select(saved => "saved " + Describe(saved.Name, saved.Value)),
        "output " + Describe(node.Output.Name, node.Output.Value),
    ];

    private static IEnumerable<string> BackwardLines(TraceStep step)
    {
        yield return "upstream " + Describe($"∂ℓ/∂{step.Node.Output.Name}", step.Upstream!);
        foreach (TraceContribution contribution in step.Contributions)
        {
            string gradient = $"∂ℓ/∂{contribution.Variable.Name}";
            if (contribution.Before is null)
            {
                yield return "to " + Describe(gradient, contribution.Value);
            }
            else
            {
                yield return Describe($"before {gradient}", contribution.Before);
                yield return Describe($"    += {gradient}", contribution.Value);
                yield return Describe($"     → {gradient}", contribution.After);
            }
        }
    }

    private static string Values(TraceTensor tensor, int count)
    {
        var values = new string[count];
        for (int i = 0; i < count; i++)
            values[i] = Number(tensor.Values[i]);
        return string.Join(", ", values);
    }
}
