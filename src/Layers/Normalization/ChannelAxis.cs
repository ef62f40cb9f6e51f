using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>One number a channel, brought to where an input has its channels.</summary>
internal static class ChannelAxis
{
    /// <summary>A view (C, 1, …, 1) that broadcasts along an axis of an input.</summary>
    /// <param name="perChannel">The numbers, (C).</param>
    /// <param name="layer">Whose they are, for the message.</param>
    /// <param name="input">The input's shape.</param>
    /// <param name="axis">Where it has its channels; from the end, if negative.</param>
    /// <exception cref="ArgumentException">The input has no such axis, or not C channels there.</exception>
    internal static Variable<T> AlongChannels<T>(this Variable<T> perChannel, Layer<T> layer, Shape input, int axis = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(layer, input, perChannel.Shape[0], axis);
        int behind = input.Rank - 1 - input.Axis(axis);
        return perChannel.Reshape(Shape.Of([perChannel.Shape[0], .. Enumerable.Repeat(1, behind)]));
    }

    /// <summary>That an input has so many channels along an axis.</summary>
    private static void Check<T>(Layer<T> layer, Shape input, int channels, int axis)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (axis >= input.Rank || -axis > input.Rank || input[axis] != channels)
        {
            throw new ArgumentException(
                $"{layer}: an input has {channels} channels along axis {axis}; this one has shape {input}.", nameof(input));
        }
    }
}
