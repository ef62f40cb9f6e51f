namespace NormNet.Data;

/// <summary>Writes one sample's new input from its old one, both row-major.</summary>
public delegate void MapSample<T>(ReadOnlySpan<T> sample, Span<T> result);
