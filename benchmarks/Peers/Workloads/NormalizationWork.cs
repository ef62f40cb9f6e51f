using NormNet.Tensors;

namespace NormNet.Peers;

/// <summary>What a normalization must move: forward it reads x and writes y, backward it reads x and ∂ℓ/∂y and writes ∂ℓ/∂x.</summary>
internal static class NormalizationWork
{
    internal static Work Of(Shape shape, bool backward) =>
        backward ? Work.Passes(shape.Count, passes: 5, tensors: 4) : Work.Passes(shape.Count, passes: 2, tensors: 2);
}
