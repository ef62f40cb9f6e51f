using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Tests.Autograd;

public static partial class OperationCases
{
    private static IEnumerable<OperationCase> Convolutions()
    {
        ConvolutionOptions plain = new(), uneven = new(Stride: (2, 1), Padding: (1, 2), Dilation: (1, 2), Groups: 2);
        yield return new(typeof(Convolution2D<>), "with bias", v => new Convolution2D<double>(new(padding: 1)).Apply(v[0], v[1], v[2]),
            Normal(1, 2, 2, 4, 5), Normal(2, 3, 2, 3, 3), Normal(3, 3));
        yield return new(typeof(Convolution2D<>), "uneven, in groups", v => new Convolution2D<double>(uneven).Apply(v[0], v[1]),
            Normal(1, 2, 4, 5, 6), Normal(2, 6, 2, 3, 2));
        yield return new(typeof(Convolution2DInputGradient<>), "", v => new Convolution2DInputGradient<double>(plain, [2, 2, 4, 4]).Apply(v[0], v[1]),
            Normal(1, 3, 2, 3, 3), Normal(2, 2, 3, 2, 2));
        yield return new(typeof(Convolution2DWeightGradient<>), "", v => new Convolution2DWeightGradient<double>(plain, [3, 2, 3, 3]).Apply(v[0], v[1]),
            Normal(1, 2, 2, 4, 4), Normal(2, 2, 3, 2, 2));
        yield return new(
            typeof(ConvolutionTranspose2D<>),
            "with bias",
            v => new ConvolutionTranspose2D<double>(new(padding: 1)).Apply(v[0], v[1], v[2]),
            Normal(1, 2, 2, 3, 4), Normal(2, 2, 3, 3, 3), Normal(3, 3));
        yield return new(
            typeof(ConvolutionTranspose2D<>),
            "uneven, in groups",
            v => new ConvolutionTranspose2D<double>(uneven, (1, 0)).Apply(v[0], v[1]),
            Normal(1, 2, 6, 2, 5), Normal(2, 6, 2, 3, 2));
    }

    private static IEnumerable<OperationCase> Pooling()
    {
        PoolingOptions plain = new(2), overlapping = new(kernel: 3, stride: 2, padding: 1);
        yield return new(typeof(MaxPool2D<>), "", v => new MaxPool2D<double>(plain).Apply(v[0]), Normal(1, 2, 2, 4, 6));
        yield return new(typeof(MaxPool2D<>), "overlapping", v => new MaxPool2D<double>(overlapping).Apply(v[0]), Normal(1, 1, 2, 5, 5));
        yield return new(typeof(MaxPool2DScatter<>), "", v => new MaxPool2DScatter<double>(plain).Apply(v[0], v[1]), Normal(1, 1, 2, 4, 4), Normal(2, 1, 2, 2, 2));
        yield return new(typeof(MaxPool2DGather<>), "", v => new MaxPool2DGather<double>(plain).Apply(v[0], v[1]), Normal(1, 1, 2, 4, 4), Normal(2, 1, 2, 4, 4));
        yield return new(typeof(AveragePool2D<>), "overlapping", v => new AveragePool2D<double>(overlapping).Apply(v[0]), Normal(1, 1, 2, 5, 5));
        yield return new(typeof(AveragePool2DGradient<>), "", v => new AveragePool2DGradient<double>(plain, [1, 2, 4, 4]).Apply(v[0]), Normal(1, 1, 2, 2, 2));
        yield return new(
            typeof(AdaptiveMaxPool2D<>), "overlapping", v => new AdaptiveMaxPool2D<double>(2, 3).Apply(v[0]), Normal(1, 2, 2, 5, 4));
    }

    private static IEnumerable<OperationCase> Resampling()
    {
        AxisWeights mean = AxisWeights.AdaptiveAverage(5, 3), nearest = AxisWeights.Nearest(3, 7), linear = AxisWeights.Linear(4, 7);
        yield return new(typeof(Resample<>), "by adaptive means", v => v[0].Resample(1, mean), Normal(1, 2, 5, 3));
        yield return new(typeof(Resample<>), "by nearest values", v => v[0].Resample(0, nearest), Normal(1, 3, 2));
        yield return new(typeof(Resample<>), "by lines", v => v[0].Resample(-1, linear), Normal(1, 3, 4));
        yield return new(typeof(Resample<>), "back", v => v[0].Resample(-1, linear.Transposed), Normal(1, 3, 7));
    }
}
