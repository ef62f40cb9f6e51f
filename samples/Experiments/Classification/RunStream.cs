namespace NormNet.Samples.Experiments;

/// <summary>What a run draws from its seed, each from a stream of its own, so that variants of one seed differ in nothing else.</summary>
internal enum RunStream
{
    Weights,
    Images,
    Order,
    Distortion,
}
