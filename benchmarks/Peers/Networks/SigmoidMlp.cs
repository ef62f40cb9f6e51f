using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<float>;
using static TorchSharp.torch;

namespace NormNet.Peers;

/// <summary>784-100-100-100-10 with batch normalization and sigmoid: the network of Ioffe &amp; Szegedy's first experiment.</summary>
internal sealed class SigmoidMlp : Network
{
    internal override Shape Sample => [784];

    internal override int Outputs => 10;

    internal override bool IsSmooth => true;

    internal override IReadOnlyList<double> MultiplyAdds { get; } = [.. Products(784, 100, 100, 100, 10)];

    internal override Sequential<float> NormNet() => Sequential(
        Dense(784, 100), BatchNorm(100), Sigmoid(),
        Dense(100, 100), BatchNorm(100), Sigmoid(),
        Dense(100, 100), BatchNorm(100), Sigmoid(),
        Dense(100, 10));

    internal override nn.Module<Tensor, Tensor> Torch() => nn.Sequential(
        nn.Linear(784, 100), nn.BatchNorm1d(100), nn.Sigmoid(),
        nn.Linear(100, 100), nn.BatchNorm1d(100), nn.Sigmoid(),
        nn.Linear(100, 100), nn.BatchNorm1d(100), nn.Sigmoid(),
        nn.Linear(100, 10));
}
