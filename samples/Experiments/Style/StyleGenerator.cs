using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Samples.Experiments;

/// <summary>The network that repaints a picture: three convolutions and two residual blocks, normalized by instance or by batch.</summary>
/// <remarks>
/// Johnson, Alahi &amp; Fei-Fei 2016, smaller. Convolutions before a normalization have no bias. The last one is not normalized and nothing
/// bounds its output, so that no contrast is cut off.
/// </remarks>
internal static class StyleGenerator
{
    private const int Narrow = 16, Wide = 32;

    /// <summary>Small enough that the first outputs have about a picture's contrast; by He's rule they have ten times that.</summary>
    private const double LastDeviation = 0.005;

    /// <summary>A generator; the same seed gives both kinds the same weights.</summary>
    public static Sequential<float> Create(bool instance, int seed)
    {
        Conv2D<float> last = Conv2D(Wide, 1, kernel: 5, padding: 2);
        last.WeightInitializer = Initializer.Normal(deviation: LastDeviation);
        var model = Sequential(
            [
                .. Convolution(1, Narrow, 5, 1), Relu(),
                .. Convolution(Narrow, Wide, 3, 2), Relu(),
                Residual([.. Convolution(Wide, Wide, 3, 1), Relu(), .. Convolution(Wide, Wide, 3, 1)]),
                Residual([.. Convolution(Wide, Wide, 3, 1), Relu(), .. Convolution(Wide, Wide, 3, 1)]),
                Upsample(2),
                last,
            ]);
        model.Initialize(new Generator(seed), Initializer.KaimingNormal(), Initializer.Zeros);
        return model;

        Layer<float>[] Convolution(int inputs, int outputs, int kernel, int stride) =>
        [
            Conv2D(inputs, outputs, kernel, stride, padding: kernel / 2, bias: false),
            instance ? InstanceNorm(outputs, weight: true, bias: true) : BatchNorm(outputs),
        ];
    }
}
