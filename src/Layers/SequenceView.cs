using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>Sequences (N, C, L) seen as images (N, C, 1, L) of one row, without a copy, so that operations on images serve both.</summary>
internal static class SequenceView
{
    internal static Variable<T> AsImages<T>(Layer<T> layer, Variable<T> input)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Shape.Rank == 3
            ? input.Reshape(input.Shape.Insert(2, extent: 1))
            : throw new ArgumentException($"{layer}: (N, C, L) is expected; got {input.Shape}.", nameof(input));
    }

    internal static Variable<T> Back<T>(Variable<T> images)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => images.Reshape(images.Shape[0], images.Shape[1], images.Shape[3]);
}
