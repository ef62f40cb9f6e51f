using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<float>;
using static TorchSharp.torch;

namespace NormNet.Peers;

/// <summary>Channels 3-32-32-64-64 on images of 32×32: 3×3 convolutions with batch normalization and ReLU, halved after every second.</summary>
internal sealed class DeepCnn : Network
{
    internal override Shape Sample => [3, 32, 32];

    internal override int Outputs => 10;

    internal override IReadOnlyList<double> MultiplyAdds { get; } =
        [Convolution(3, 32, 32), Convolution(32, 32, 32), Convolution(32, 64, 16), Convolution(64, 64, 16), .. Products(64 * 8 * 8, 10)];

    internal override Sequential<float> NormNet() => Sequential(
        Conv2D(3, 32, kernel: 3, padding: 1), BatchNorm(32), Relu(),
        Conv2D(32, 32, kernel: 3, padding: 1), BatchNorm(32), Relu(), MaxPool2D(2),
        Conv2D(32, 64, kernel: 3, padding: 1), BatchNorm(64), Relu(),
        Conv2D(64, 64, kernel: 3, padding: 1), BatchNorm(64), Relu(), MaxPool2D(2),
        Flatten(), Dense(64 * 8 * 8, 10));

    internal override nn.Module<Tensor, Tensor> Torch() => nn.Sequential(
        nn.Conv2d(3, 32, kernel_size: 3L, padding: 1L), nn.BatchNorm2d(32), nn.ReLU(),
        nn.Conv2d(32, 32, kernel_size: 3L, padding: 1L), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2L),
        nn.Conv2d(32, 64, kernel_size: 3L, padding: 1L), nn.BatchNorm2d(64), nn.ReLU(),
        nn.Conv2d(64, 64, kernel_size: 3L, padding: 1L), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(2L),
        nn.Flatten(), nn.Linear(64 * 8 * 8, 10));
}
