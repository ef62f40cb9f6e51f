using System.Numerics;
using NormNet.Layers;
using NormNet.Samples.Common;
using NormNet.Tensors;

namespace NormNet.Samples.TrainCnn;

/// <summary>
/// Two blocks of convolution 3×3, normalization, activation and pooling, then a hidden layer: 210,000 parameters for 28×28 images.
/// </summary>
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
            .. Block<T>(image, 16, options),
            .. Block<T>([16, image[1] / 2, image[2] / 2], 32, options),
            Nn<T>.Flatten(),
            .. NormChoices.HiddenLayer<T>(options, bias => Nn<T>.Dense(flat, Hidden, bias), [Hidden]),
            Nn<T>.Dense(Hidden, classes),
        ]);
    }

    private static IEnumerable<Layer<T>> Block<T>(Shape input, int outputs, TrainingOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
    [
        .. NormChoices.HiddenLayer<T>(
            options, bias => Nn<T>.Conv2D(input[0], outputs, kernel: 3, padding: 1, bias: bias), [outputs, input[1], input[2]]),
        Nn<T>.MaxPool2D(2),
    ];
}
