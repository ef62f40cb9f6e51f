using NormNet.Lab;

namespace NormNet.Samples.StepThroughTape;

/// <summary>A step's formula and tensors as lines: small tensors as numbers, larger ones as heat maps of characters.</summary>
internal sealed class StepLines(int width, bool colors)
{
    private const int NumbersUpTo = 24;
    private const int Blue = 39;
    private const int Orange = 208;
    private const int Magenta = 201;

    /// <summary>From nothing to the largest absolute value.</summary>
    private const string Shades = " ·░▒▓█";

    public IEnumerable<string> Of(TraceStep step)
    {
        TraceNode node = step.Node;
        string direction = step.Direction == StepDirection.Forward ? "forward" : "backward";
        string pass = node.Pass == 0 ? "" : $", pass {node.Pass}";
        yield return Bold($"%{node.Id} {node.Operation}, {direction}{pass}");
        foreach (string line in TerminalText.Wrap(node.Formula, width).Concat(TerminalText.Wrap(WithoutRemark(node), width)))
            yield return line;
        string[] origin = [.. new[] { node.Scope.Length > 0 ? $"in {node.Scope}" : null, node.Source }.OfType<string>()];
        if (origin.Length > 0)
            yield return Faint(string.Join(", ", origin));
        if (node.Unfolds)
            yield return Faint("u: unfold into single operations");

        foreach ((string label, TraceTensor tensor) in step.Direction == StepDirection.Forward ? Forward(node) : Backward(step))
        {
            foreach (string line in Tensor(label, tensor))
                yield return line;
        }
    }

    /// <summary>
    /// The filled formula without the remark after it, such as shape and axes, that the formula above it ends with as well.
    /// </summary>
    private static string WithoutRemark(TraceNode node)
    {
        int comma = node.Formula.IndexOf(", ", StringComparison.Ordinal);
        string remark = comma < 0 ? "" : node.Formula[comma..];
        return node.FilledFormula.EndsWith(remark, StringComparison.Ordinal) ? node.FilledFormula[..^remark.Length] : node.FilledFormula;
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

    private IEnumerable<string> Tensor(string label, TraceTensor tensor)
    {
        bool asNumbers = tensor.Shape.Count <= NumbersUpTo;
        yield return Bold($"{label} {tensor.Shape}");
        if (!asNumbers)
        {
            foreach (string line in TerminalText.Wrap($"  {TraceText.Describe(tensor.Statistics)}", width))
                yield return line;
        }

        int columns = tensor.Shape.Rank == 0 ? 1 : int.Max(1, tensor.Shape[-1]);
        int rows = tensor.Shape.Rank < 2 ? 1 : int.Max(1, tensor.Shape[-2]);
        int digits = asNumbers ? tensor.Values.ToArray().Select(value => TraceText.Number(value).Length).DefaultIfEmpty(1).Max() : 0;
        int fitting = int.Max(1, asNumbers ? (width - 1) / (digits + 1) : (width - 2) / (2 * columns <= width - 2 ? 2 : 1));
        for (int start = 0; start < tensor.Values.Length; start += columns)
        {
            if (tensor.Shape.Rank > 2 && start % (rows * columns) == 0)
                yield return Faint($"  {MatrixIndex(tensor, start / (rows * columns))}");
            double[] row = tensor.Values[start..int.Min(start + columns, tensor.Values.Length)].ToArray();
            if (asNumbers)
            {
                foreach (double[] part in row.Chunk(fitting))
                    yield return $"  {string.Join(' ', part.Select(value => TraceText.Number(value).PadLeft(digits)))}";
            }
            else
            {
                yield return $"  {Shaded(row.Take(fitting), tensor, 2 * columns <= width - 2)}";
            }
        }

        if (!asNumbers && columns > fitting)
            yield return Faint($"  the first {fitting} of {columns} columns");
        if (tensor.LeftOut > 0)
            yield return Faint($"  … {tensor.LeftOut} values left out");
    }

    /// <summary>Which matrix of a tensor of more than two axes follows, such as <c>[1, 0, :, :]</c>.</summary>
    private static string MatrixIndex(TraceTensor tensor, int matrix)
    {
        string text = ":, :";
        for (int axis = tensor.Shape.Rank - 3; axis >= 0; axis--)
        {
            text = $"{matrix % tensor.Shape[axis]}, {text}";
            matrix /= tensor.Shape[axis];
        }

        return $"[{text}]";
    }

    /// <summary>
    /// A shade for each value: blue below zero and orange above, or where there are no colours and room for two characters, with a minus;
    /// a value that is not finite is a !.
    /// </summary>
    private string Shaded(IEnumerable<double> row, TraceTensor tensor, bool wide)
    {
        double reach = double.Max(Math.Abs(tensor.Statistics.Minimum), Math.Abs(tensor.Statistics.Maximum));
        return string.Concat(row.Select(Cell));

        string Cell(double value)
        {
            if (!double.IsFinite(value))
                return Color(wide ? "!!" : "!", Magenta);
            char shade = Shades[reach > 0 ? (int)Math.Round(Math.Abs(value) / reach * (Shades.Length - 1)) : 0];
            bool minus = !colors && value < 0 && shade != ' ';
            return Color(wide ? $"{(minus ? '-' : shade)}{shade}" : $"{shade}", value < 0 ? Blue : Orange);
        }
    }

    private string Color(string text, int color) => colors && text != "  " && text != " " ? TerminalText.Colored(text, color) : text;

    private string Bold(string text) => colors ? TerminalText.Bold(text) : text;

    private string Faint(string text) => colors ? TerminalText.Faint(text) : text;
}
