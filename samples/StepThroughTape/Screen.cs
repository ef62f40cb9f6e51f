using NormNet.Lab;

namespace NormNet.Samples.StepThroughTape;

/// <summary>The three panes as lines of text: the tape at the left, the step and its values at the right, the watches below.</summary>
public static class Screen
{
    private const int MaximumWatches = 4;

    /// <summary>Lines for a terminal of that size; none is longer, and there are not more.</summary>
    /// <param name="stepper">Where the walk stands.</param>
    /// <param name="width">Columns, 40 at least.</param>
    /// <param name="height">Lines, 10 at least.</param>
    /// <param name="scroll">How many lines of the right pane are above its edge.</param>
    public static IReadOnlyList<string> Render(TraceStepper stepper, int width, int height, int scroll = 0)
    {
        ArgumentNullException.ThrowIfNull(stepper);
        width = int.Max(width, 40);
        height = int.Max(height, 10);
        string[] watches = [.. stepper.Watches.TakeLast(MaximumWatches).Select(Describe)];
        int left = width * 2 / 5, paneHeight = height - 3 - watches.Length;
        string[] tape = Tape(stepper, paneHeight), values = [.. StepLines.Of(stepper.Current, width - left - 3)];
        int last = int.Max(0, values.Length - paneHeight);
        scroll = int.Clamp(scroll, 0, last);

        var lines = new List<string> { Fit(Title(stepper, scroll < last), width) };
        for (int i = 0; i < paneHeight; i++)
            lines.Add($"{Fit(At(tape, i), left)} │ {Fit(At(values, i + scroll), width - left - 3)}");
        lines.AddRange(watches.Select(watch => Fit(watch, width)));
        lines.Add(Fit("→ next  ← back  ↑↓ scroll  g jump  b break  r run  R run back", width));
        lines.Add(Fit("m to where gradients meet  w watch  Home End  q quit", width));
        return lines;
    }

    private static string Title(TraceStepper stepper, bool more)
    {
        string direction = stepper.Current.Direction == StepDirection.Forward ? "forward" : "backward";
        string stops = stepper.Breakpoints.Count == 0 ? "" : $"  stops: {string.Join(", ", stepper.Breakpoints)}";
        return $"step {stepper.Position} of {stepper.Trace.Steps.Count - 1}, {direction}{(more ? "  (more below: ↓)" : "")}{stops}";
    }

    /// <summary>The nodes around the current one: → forward, ← backward, ● where a breakpoint stops.</summary>
    private static string[] Tape(TraceStepper stepper, int height)
    {
        TraceStep current = stepper.Current;
        int first = int.Clamp(current.Node.Id - (height / 2), 0, int.Max(0, stepper.Trace.Nodes.Count - height));
        return [.. stepper.Trace.Nodes.Skip(first).Take(height).Select(Line)];

        string Line(TraceNode node)
        {
            string mark = node != current.Node ? " " : current.Direction == StepDirection.Forward ? "→" : "←";
            string stop = stepper.Breakpoints.Any(breakpoint => breakpoint.Matches(stepper.Trace.Steps[node.Id])) ? "●" : " ";
            string scope = node.Scope.Length > 0 ? $" [{node.Scope}]" : "";
            return $"{mark}{stop}%{node.Id} {node.Operation} {node.Output.Value.Shape}{scope}";
        }
    }

    private static string Describe(WatchedVariable watch)
    {
        string value = watch.Value is null ? $"{watch.Variable.Name}: not yet" : TraceText.Describe(watch.Variable.Name, watch.Value);
        return watch.Gradient is null ? value : $"{value}   {TraceText.Describe("∂ℓ", watch.Gradient)}";
    }

    private static string At(string[] lines, int index) => index < lines.Length ? lines[index] : "";

    private static string Fit(string text, int width)
    {
        text = text.Length > width ? text[..(width - 1)] + "…" : text;
        return text.PadRight(width);
    }
}
