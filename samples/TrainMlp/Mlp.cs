using System.Numerics;
using NormNet.Layers;
using NormNet.Samples.Common;
using NormNet.Tensors;

namespace NormNet.Samples.TrainMlp;

/// <summary>Two hidden layers of 256 units, each normalized before its activation: 269,000 parameters for 28×28 images.</summary>
internal sealed class Mlp : IImageNetwork
{
    private const int Hidden = 256;

    public void Check(TrainingOptions options) => NormChoices.CheckForUnits(options);

    public Sequential<T> Build<T>(Shape image, int classes, TrainingOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Nn<T>.Sequential(
        [
            Nn<T>.Flatten(),
            .. HiddenLayer<T>(image.Count, options),
            .. HiddenLayer<T>(Hidden, options),
            Nn<T>.Dense(Hidden, classes),
        ]);

    private static IEnumerable<Layer<T>> HiddenLayer<T>(int inputs, TrainingOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        NormChoices.HiddenLayer<T>(options, bias => Nn<T>.Dense(inputs, Hidden, bias), [Hidden]);
}
