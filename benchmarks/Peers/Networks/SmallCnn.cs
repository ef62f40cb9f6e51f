using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<float>;
using static TorchSharp.torch;

namespace NormNet.Peers;

/// <summary>Channels 1-16-32 on images of 28×28: 3×3 convolutions, each with batch normalization, ReLU and a halving of the extents.</summary>
internal sealed class SmallCnn : Network
{
    internal override Shape Sample => [1, 28, 28];

    internal override int Outputs => 10;

    internal override IReadOnlyList<double> MultiplyAdds { get; } =
        [Convolution(1, 16, 28), Convolution(16, 32, 14), .. Products(32 * 7 * 7, 10)];

    internal override Sequential<float> NormNet() => Sequential(
        Conv2D(1, 16, kernel: 3, padding: 1), BatchNorm(16), Relu(), MaxPool2D(2),
        Conv2D(16, 32, kernel: 3, padding: 1), BatchNorm(32), Relu(), MaxPool2D(2),
        Flatten(), Dense(32 * 7 * 7, 10));

    internal override nn.Module<Tensor, Tensor> Torch() => nn.Sequential(
        nn.Conv2d(1, 16, kernel_size: 3L, padding: 1L), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d(2L),
        nn.Conv2d(16, 32, kernel_size: 3L, padding: 1L), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2L),
        nn.Flatten(), nn.Linear(32 * 7 * 7, 10));
}
