using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>The shape over which a layer normalizes: the last axes of its inputs.</summary>
internal static class TrailingShape
{
    internal static Shape Checked(Shape shape, string layer)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return shape.Rank > 0 && shape.Count > 0
            ? shape
            : throw new ArgumentException($"{layer}: the shape {shape} of the last axes needs an axis and an element.", nameof(shape));
    }
}
