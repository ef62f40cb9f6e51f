using NormNet.Tensors;

namespace NormNet.Peers;

/// <summary>Labels without a meaning.</summary>
internal static class Labels
{
    internal static IndexTensor Draw(Generator generator, int samples, int classes) =>
        IndexTensor.From([.. Enumerable.Range(0, samples).Select(_ => generator.NextInt(classes))]);
}
