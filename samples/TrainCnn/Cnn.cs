using System.Numerics;
using NormNet.Layers;
using NormNet.Samples.Common;
using NormNet.Tensors;

namespace NormNet.Samples.TrainCnn;

/// <summary>Two blocks of convolution 3×3, normalization, activation and pooling, then a hidden layer: 210,000 parameters for 28×28 images.</summary>
internal sealed class Cnn : IImageNetwork
{
    private const int Hidden = 128;

    public Sequential<T> Build<T>(Shape image, int classes, TrainingOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (image.Rank != 3 || image[1] < 4 || image[2] < 4)
            throw new ArgumentException($"TrainCnn needs images (channels, height, width) of at least 4×4; these are {image}");

        int flat = 32 * (image[1] / 4) * (image[2] / 4);
        return Nn<T>.Sequential(
        [
            .. Block<T>(image[0], 16, options),
            .. Block<T>(16, 32, options),
            Nn<T>.Flatten(),
            Nn<T>.Dense(flat, Hidden, bias: options.Norm == "none"),
            .. TrainingChoices.NormAndActivation<T>(options, Hidden),
            Nn<T>.Dense(Hidden, classes),
        ]);
    }

    // A normalization subtracts the mean, and with it any bias before it: the bias is left out there.
    private static IEnumerable<Layer<T>> Block<T>(int inputs, int outputs, TrainingOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
    [
        Nn<T>.Conv2D(inputs, outputs, kernel: 3, padding: 1, bias: options.Norm == "none"),
        .. TrainingChoices.NormAndActivation<T>(options, outputs),
        Nn<T>.MaxPool2D(2),
    ];
}
