using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<float>;
using static TorchSharp.torch;

namespace NormNet.Peers;

/// <summary>784-256-128-10 with batch normalization and ReLU.</summary>
internal sealed class ReluMlp : Network
{
    internal override Shape Sample => [784];

    internal override int Outputs => 10;

    internal override IReadOnlyList<double> MultiplyAdds { get; } = [.. Products(784, 256, 128, 10)];

    internal override Sequential<float> NormNet() => Sequential(
        Dense(784, 256), BatchNorm(256), Relu(),
        Dense(256, 128), BatchNorm(128), Relu(),
        Dense(128, 10));

    internal override nn.Module<Tensor, Tensor> Torch() => nn.Sequential(
        nn.Linear(784, 256), nn.BatchNorm1d(256), nn.ReLU(),
        nn.Linear(256, 128), nn.BatchNorm1d(128), nn.ReLU(),
        nn.Linear(128, 10));
}
