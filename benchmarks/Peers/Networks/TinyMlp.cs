using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<float>;
using static TorchSharp.torch;

namespace NormNet.Peers;

/// <summary>2-16-16-1 with tanh: so little arithmetic that a step is nearly all overhead.</summary>
internal sealed class TinyMlp : Network
{
    internal override Shape Sample => [2];

    internal override int Outputs => 1;

    internal override bool IsSmooth => true;

    internal override IReadOnlyList<double> MultiplyAdds { get; } = [.. Products(2, 16, 16, 1)];

    internal override Sequential<float> NormNet() => Sequential(Dense(2, 16), Tanh(), Dense(16, 16), Tanh(), Dense(16, 1));

    internal override nn.Module<Tensor, Tensor> Torch() =>
        nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 16), nn.Tanh(), nn.Linear(16, 1));
}
