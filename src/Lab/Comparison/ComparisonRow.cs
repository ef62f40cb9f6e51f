namespace NormNet.Lab;

/// <summary>One quantity of one route beside the reference's.</summary>
/// <param name="Quantity">What was compared.</param>
/// <param name="Route">By which route.</param>
/// <param name="Reference">With which other.</param>
/// <param name="Precision">In which the routes computed.</param>
/// <param name="Difference">How far they are apart; null where the route has no such quantity.</param>
/// <param name="Node">The tape's node that made the reference.</param>
public sealed record ComparisonRow(
    Quantity Quantity, string Route, string Reference, string Precision, Difference? Difference, string? Node);
