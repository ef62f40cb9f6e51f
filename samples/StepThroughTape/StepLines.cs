using NormNet.Lab;

namespace NormNet.Samples.StepThroughTape;

/// <summary>A step's formula and tensors as lines: small tensors as numbers, larger ones as heat maps of characters.</summary>
internal static class StepLines
{
    private const int NumbersUpTo = 24;

    /// <summary>From nothing to the largest absolute value.</summary>
    private const string Shades = " ·░▒▓█";

    public static IEnumerable<string> Of(TraceStep step, int width)
    {
        TraceNode node = step.Node;
        foreach (string line in Wrap(node.Formula, width).Concat(Wrap(node.FilledFormula, width)))
            yield return line;
        if (node.Scope.Length > 0 || node.Source is not null)
            yield return string.Join(", ", new[] { node.Scope.Length > 0 ? $"in {node.Scope}" : null, node.Source }.OfType<string>());

        foreach ((string label, TraceTensor tensor) in step.Direction == StepDirection.Forward ? Forward(node) : Backward(step))
        {
            foreach (string line in Tensor(label, tensor, width))
                yield return line;
        }
    }

    private static IEnumerable<(string, TraceTensor)> Forward(TraceNode node) =>
    [
        .. node.Inputs.Distinct().Select(input => (input.Name, input.Value)),
        (node.Output.Name, node.Output.Value),
        .. node.Saved.Select(saved => ($"saved {saved.Name}", saved.Value)),
    ];

    private static IEnumerable<(string, TraceTensor)> Backward(TraceStep step)
    {
        yield return ($"upstream ∂ℓ/∂{step.Node.Output.Name}", step.Upstream!);
        foreach (TraceContribution contribution in step.Contributions)
        {
            string gradient = $"∂ℓ/∂{contribution.Variable.Name}";
            if (contribution.Before is not null)
                yield return ($"before {gradient}", contribution.Before);
            yield return (contribution.Before is null ? $"to {gradient}" : $"+= {gradient}", contribution.Value);
            if (contribution.Before is not null)
                yield return ($"→ {gradient}", contribution.After);
        }
    }

    private static IEnumerable<string> Tensor(string label, TraceTensor tensor, int width)
    {
        yield return $"{label} {tensor.Shape}";
        if (tensor.Shape.Count > NumbersUpTo)
            yield return $"  {TraceText.Describe(tensor.Statistics)}";
        bool asNumbers = tensor.Shape.Count <= NumbersUpTo;
        int columns = tensor.Shape.Rank == 0 ? 1 : int.Max(1, tensor.Shape[-1]);
        for (int start = 0; start < tensor.Values.Length; start += columns)
        {
            double[] row = tensor.Values[start..int.Min(start + columns, tensor.Values.Length)].ToArray();
            yield return "  " + (asNumbers ? string.Join(' ', row.Select(value => TraceText.Number(value).PadLeft(10))) : Shaded(row, tensor, width - 2));
        }

        if (tensor.LeftOut > 0)
            yield return $"  … {tensor.LeftOut} values left out";
    }

    /// <summary>One character for each value, as many as fit; a value that is not finite is a !.</summary>
    private static string Shaded(double[] row, TraceTensor tensor, int width)
    {
        double reach = double.Max(Math.Abs(tensor.Statistics.Minimum), Math.Abs(tensor.Statistics.Maximum));
        return string.Concat(row.Take(width).Select(value => !double.IsFinite(value) ? '!'
            : Shades[reach > 0 ? (int)Math.Round(Math.Abs(value) / reach * (Shades.Length - 1)) : 0]));
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        for (; text.Length > width; text = "    " + text[width..].TrimStart())
            yield return text[..width];
        yield return text;
    }
}
