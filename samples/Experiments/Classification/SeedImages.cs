using NormNet.Data;
using NormNet.Tensors;

namespace NormNet.Samples.Experiments;

/// <summary>A seed's own choice of images.</summary>
internal static class SeedImages
{
    /// <summary>So many images drawn by the seed, or all where there are fewer.</summary>
    internal static DataSet<float> Choose(DataSet<float> images, int count, int seed) =>
        images.Subset(new Generator(seed).Fork((long)RunStream.Images).Permutation(images.Count).AsSpan(0, Math.Min(count, images.Count)));
}
