using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>The places of a sequence (..., T, C).</summary>
internal static class Places
{
    /// <summary>T.</summary>
    /// <exception cref="ArgumentException">The input is no sequence of vectors of that many features.</exception>
    internal static int Of<T>(Layer<T> layer, Variable<T> input, int features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Shape.Rank >= 2 && input.Shape[-1] == features
            ? input.Shape[-2]
            : throw new ArgumentException($"{layer}: (..., T, {features}) is expected; got {input.Shape}.", nameof(input));
    }
}
