using NormNet.Lab;

namespace NormNet.Samples.StepThroughTape;

/// <summary>The three panes as lines of text: the tape at the left, the step and its values at the right, the watches below.</summary>
public static class Screen
{
    /// <summary>Fewer columns have no room for two panes.</summary>
    public const int MinimumWidth = 40;

    /// <summary>Fewer lines have no room for values.</summary>
    public const int MinimumHeight = 10;

    private const int MaximumWatches = 4;

    /// <summary>Lines for a terminal of that size; none is longer, and there are not more.</summary>
    /// <param name="stepper">Where the walk stands.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Lines.</param>
    /// <param name="scroll">How many lines of the right pane are above its edge; what is too much becomes the last page.</param>
    /// <param name="colors">Whether the terminal has colours.</param>
    /// <param name="inside">Of what the tape is the inside, such as <c>%1 Normalize</c>; null for the whole tape.</param>
    public static IReadOnlyList<string> Render(
        TraceStepper stepper, int width, int height, ref int scroll, bool colors = false, string? inside = null)
    {
        ArgumentNullException.ThrowIfNull(stepper);
        if (width < MinimumWidth || height < MinimumHeight)
            return TooSmall(width, height);

        string[] watches = [.. stepper.Watches.TakeLast(MaximumWatches).Select(Describe)];
        int left = width * 2 / 5, right = width - left - 3, paneHeight = height - 3 - watches.Length;
        string[] tape = Tape(stepper, paneHeight, left, colors), values = [.. new StepLines(right, colors).Of(stepper.Current)];
        int last = int.Max(0, values.Length - paneHeight);
        scroll = int.Clamp(scroll, 0, last);

        string title = TerminalText.Fit(Title(stepper, inside, above: scroll > 0, below: scroll < last), width);
        var lines = new List<string> { colors ? TerminalText.Reversed(title) : title };
        for (int i = 0; i < paneHeight; i++)
            lines.Add($"{TerminalText.Fit(At(tape, i), left)} │ {TerminalText.Fit(At(values, i + scroll), right)}");
        lines.AddRange(watches.Select(watch => TerminalText.Fit(watch, width)));
        lines.Add(TerminalText.Fit("→ next  ← back  ↑↓ scroll  g jump  b break  r run  R run back  ? help", width));
        string fold = inside is null ? "unfold" : "fold";
        lines.Add(TerminalText.Fit($"m to where gradients meet  w watch  u {fold}  Home End  q quit", width));
        return lines;
    }

    /// <summary>What every key does.</summary>
    public static IReadOnlyList<string> Help(int width, int height)
    {
        string[] text =
        [
            "→ n space   next step                 ← p   step back",
            "Home End    first, last step",
            "↑ ↓         scroll the values         PageUp PageDown   by a page",
            "g           jump to the next step at a node (%3), an operation (Relu),",
            "            a module (2/bn) or a variable (x); Tab completes a name",
            "b           break there: all of the above, or 'meeting' (gradients are",
            "            added), or 'nan' (a value is not finite); again removes it",
            "r R         run on, run back, to the next breakpoint",
            "m           run on to where gradients meet",
            "w           watch a variable's value and gradient; again removes it",
            "u           unfold a fused normalization into single operations, and back",
            "q Esc       quit; inside an unfolded node, Esc folds it",
            "",
            "Left: the tape; → forward, ← backward, ● a breakpoint. Right: the step.",
            "Up to 24 values are numbers; more are shades, dark to bright by size,",
            "blue below zero (or a minus) and orange above; ! is not finite.",
            "",
            "Any key goes back.",
        ];
        return [.. Enumerable.Range(0, height).Select(i => TerminalText.Fit(At(text, i), width))];
    }

    private static string[] TooSmall(int width, int height)
    {
        string message = $"{MinimumWidth}×{MinimumHeight} needed; q quits";
        return [.. Enumerable.Range(0, int.Max(1, height)).Select(i => TerminalText.Fit(i == 0 ? message : "", int.Max(1, width)))];
    }

    private static string Title(TraceStepper stepper, string? inside, bool above, bool below)
    {
        string direction = stepper.Current.Direction == StepDirection.Forward ? "forward" : "backward";
        string more = (above, below) switch
        {
            (true, true) => "  (more: ↑↓)",
            (true, false) => "  (more above: ↑)",
            (false, true) => "  (more below: ↓)",
            _ => "",
        };
        string stops = stepper.Breakpoints.Count == 0 ? "" : $"  stops: {string.Join(", ", stepper.Breakpoints)}";
        string place = inside is null ? "" : $"inside {inside}: ";
        return $"{place}step {stepper.Position} of {stepper.Trace.Steps.Count - 1}, {direction}{more}{stops}";
    }

    /// <summary>The nodes around the current one: → forward, ← backward, ● where a breakpoint stops.</summary>
    private static string[] Tape(TraceStepper stepper, int height, int width, bool colors)
    {
        TraceStep current = stepper.Current;
        ILookup<TraceNode, TraceStep> steps = stepper.Trace.Steps.ToLookup(step => step.Node);
        int first = int.Clamp(current.Node.Id - (height / 2), 0, int.Max(0, stepper.Trace.Nodes.Count - height));
        return [.. stepper.Trace.Nodes.Skip(first).Take(height).Select(Line)];

        string Line(TraceNode node)
        {
            string mark = node != current.Node ? " " : current.Direction == StepDirection.Forward ? "→" : "←";
            string stop = stepper.Breakpoints.Any(breakpoint => steps[node].Any(breakpoint.Matches)) ? "●" : " ";
            string scope = node.Scope.Length > 0 ? $" [{node.Scope}]" : "";
            string name = node.Output.Name.StartsWith('%') ? "" : $" {node.Output.Name}";
            string line = TerminalText.Fit($"{mark}{stop}%{node.Id} {node.Operation}{name} {node.Output.Value.Shape}{scope}", width);
            return colors && node == current.Node ? TerminalText.Bold(line) : line;
        }
    }

    private static string Describe(WatchedVariable watch)
    {
        string value = watch.Value is null ? $"{watch.Variable.Name}: not yet" : TraceText.Describe(watch.Variable.Name, watch.Value);
        return watch.Gradient is null ? value : $"{value}   {TraceText.Describe("∂ℓ", watch.Gradient)}";
    }

    private static string At(string[] lines, int index) => index < lines.Length ? lines[index] : "";
}
