using System.Globalization;

namespace NormNet.Lab;

/// <summary>A place to jump to or to stop at.</summary>
public sealed class StepTarget
{
    private readonly Func<TraceStep, bool> _matches;
    private readonly string _text;

    private StepTarget(string text, Func<TraceStep, bool> matches)
    {
        _text = text;
        _matches = matches;
    }

    /// <summary>Where a contribution is added to one that came before.</summary>
    public static StepTarget Meeting { get; } = new("meeting", step => step.IsMeeting);

    /// <summary>Where a result, forward or backward, has a value that is infinite or NaN.</summary>
    public static StepTarget NotFinite { get; } = new("nan", HasNotFinite);

    /// <summary>A node, forward and backward.</summary>
    public static StepTarget Node(int id) => new(string.Create(CultureInfo.InvariantCulture, $"%{id}"), step => step.Node.Id == id);

    /// <summary>Every node of an operation.</summary>
    public static StepTarget Operation(string name) =>
        new(name, step => step.Node.Operation.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Every node of a module and of those inside it.</summary>
    public static StepTarget Scope(string path) =>
        new(path, step => step.Node.Scope == path || step.Node.Scope.StartsWith(path + "/", StringComparison.Ordinal));

    /// <summary>Every step that makes or uses a variable.</summary>
    public static StepTarget Variable(string name) =>
        new(name, step => step.Node.Output.Name == name || step.Node.Inputs.Any(input => input.Name == name));

    /// <summary>
    /// A target by its text: <c>%3</c> for a node, <c>meeting</c>, <c>nan</c>, or the name of a variable, an operation or a scope,
    /// looked for in this order.
    /// </summary>
    /// <exception cref="ArgumentException">The trace has nothing of that name.</exception>
    public static StepTarget Parse(string text, TapeTrace trace)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        ArgumentNullException.ThrowIfNull(trace);
        text = text.Trim();
        StepTarget[] candidates =
        [
            .. text[0] == '%' && int.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                ? [Node(id)]
                : Array.Empty<StepTarget>(),
            .. text == Meeting._text ? [Meeting] : Array.Empty<StepTarget>(),
            .. text == NotFinite._text ? [NotFinite] : Array.Empty<StepTarget>(),
            Variable(text),
            Operation(text),
            Scope(text),
        ];
        return candidates.FirstOrDefault(candidate => candidate == Meeting || candidate == NotFinite || trace.Steps.Any(candidate.Matches))
            ?? throw new ArgumentException(
                $"'{text}' is no node (%0 to %{trace.Nodes.Count - 1}), variable, operation, scope, meeting or nan.", nameof(text));
    }

    /// <summary>Whether a step is such a place.</summary>
    public bool Matches(TraceStep step) => _matches(step);

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => _text;

    private static bool HasNotFinite(TraceStep step) => step.Direction == StepDirection.Forward
        ? step.Node.Output.Value.Statistics.NotFinite > 0
        : step.Contributions.Any(contribution => contribution.After.Statistics.NotFinite > 0);
}
