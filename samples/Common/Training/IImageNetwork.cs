using System.Numerics;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Samples.Common;

/// <summary>A network that takes images to classes, in whatever precision is asked for.</summary>
public interface IImageNetwork
{
    /// <summary>Refuses what this network cannot do, before any data is read.</summary>
    /// <exception cref="ArgumentException">An option does not suit the network.</exception>
    void Check(TrainingOptions options)
    {
    }

    /// <summary>Makes the network.</summary>
    /// <param name="image">The shape of one image, (channels, height, width).</param>
    /// <param name="classes">The number of logits.</param>
    /// <param name="options">Normalization and activation.</param>
    Sequential<T> Build<T>(Shape image, int classes, TrainingOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
