using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>A stochastic layer's randomness: a new generator for every draw, from a seed and the number of draws so far.</summary>
/// <remarks>Two integers say where it stands, so a resumed training draws what the uninterrupted one would have drawn.</remarks>
public sealed class RandomSource
{
    private Generator _source = new(seed: 0);

    /// <summary>How often <see cref="Next"/> was called.</summary>
    public long Position { get; set; }

    internal long Key => _source.Key;

    /// <summary>The generator of the next draw.</summary>
    public Generator Next() => _source.Fork(Position++);

    internal void Restart(Generator source, long position = 0) => (_source, Position) = (source, position);

    internal void CopyFrom(RandomSource other) => Restart(other._source, other.Position);
}
