using System.Numerics;
using NormNet.Layers;
using NormNet.Samples.Common;
using NormNet.Tensors;

namespace NormNet.Samples.TrainMlp;

/// <summary>Two hidden layers of 256 units, each normalized before its activation: 269,000 parameters for 28×28 images.</summary>
internal sealed class Mlp : IImageNetwork
{
    private const int Hidden = 256;

    public Sequential<T> Build<T>(Shape image, int classes, TrainingOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Nn<T>.Sequential(
        [
            Nn<T>.Flatten(),
            .. HiddenLayer<T>(image.Count, options),
            .. HiddenLayer<T>(Hidden, options),
            Nn<T>.Dense(Hidden, classes),
        ]);

    // A normalization subtracts the mean, and with it any bias before it: the bias is left out there.
    private static IEnumerable<Layer<T>> HiddenLayer<T>(int inputs, TrainingOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
    [
        Nn<T>.Dense(inputs, Hidden, bias: options.Norm == "none"),
        .. TrainingChoices.NormAndActivation<T>(options, Hidden),
    ];
}
