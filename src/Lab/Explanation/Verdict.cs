namespace NormNet.Lab;

/// <summary>What a difference between two routes is.</summary>
public enum VerdictKind
{
    /// <summary>The routes agree; what is left is rounding.</summary>
    Rounding,

    /// <summary>The routes agree; what is left has grown by the digits that x − μ cancels.</summary>
    Cancellation,

    /// <summary>The routes agree, but on a gradient that is zero whatever the formula: this proves nothing.</summary>
    Vacuous,

    /// <summary>The routes differ, and the figures fit a known mistake.</summary>
    Mistake,

    /// <summary>The routes differ, and the figures fit the right formula with other factors.</summary>
    Factor,

    /// <summary>The routes differ, and no mistake that is known gives these figures.</summary>
    Unexplained,
}

/// <summary>What the difference between a route and its reference is, and the figures that led there.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Route">The route that was judged.</param>
/// <param name="Precision">In which.</param>
/// <param name="Mistakes">
/// The names of the gallery's mistakes that give these very numbers; several where they are the same on this input.
/// </param>
/// <param name="Sentence">The explanation, with its figures.</param>
public sealed record Verdict(VerdictKind Kind, string Route, string Precision, IReadOnlyList<string> Mistakes, string Sentence)
{
    /// <summary>Whether the route agrees with its reference within the bound.</summary>
    public bool Agrees => Kind is VerdictKind.Rounding or VerdictKind.Cancellation or VerdictKind.Vacuous;

    /// <summary>The kind in a word, then the sentence.</summary>
    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()}: {Route} ({Precision}): {Sentence}";
}
