using NormNet.Layers;
using NormNet.Optimizers;
using TorchSharp;

namespace NormNet.Peers;

/// <summary>An optimizer with the same settings on both sides.</summary>
internal abstract class Descent
{
    internal static Descent Sgd { get; } = new MomentumDescent(momentum: 0);

    internal static Descent Momentum { get; } = new MomentumDescent(momentum: 0.9);

    internal static Descent Adam { get; } = new AdamDescent();

    internal abstract Optimizer<float> NormNet(IReadOnlyList<Parameter<float>> parameters);

    internal abstract torch.optim.Optimizer Torch(IEnumerable<TorchSharp.Modules.Parameter> parameters);

    private sealed class MomentumDescent(double momentum) : Descent
    {
        private const double Rate = 0.01;

        internal override Optimizer<float> NormNet(IReadOnlyList<Parameter<float>> parameters) => new Sgd<float>(parameters, Rate, momentum);

        internal override torch.optim.Optimizer Torch(IEnumerable<TorchSharp.Modules.Parameter> parameters) => torch.optim.SGD(parameters, Rate, momentum);
    }

    private sealed class AdamDescent : Descent
    {
        private const double Rate = 1e-3;

        internal override Optimizer<float> NormNet(IReadOnlyList<Parameter<float>> parameters) => new Adam<float>(parameters, Rate);

        internal override torch.optim.Optimizer Torch(IEnumerable<TorchSharp.Modules.Parameter> parameters) => torch.optim.Adam(parameters, Rate);
    }
}
