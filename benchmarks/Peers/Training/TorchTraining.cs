using TorchSharp;
using static TorchSharp.torch;

namespace NormNet.Peers;

/// <summary>A network in training on one batch, by libtorch.</summary>
internal sealed class TorchTraining : IDisposable
{
    private readonly optim.Optimizer _optimizer;
    private readonly Tensor _inputs;
    private readonly Tensor _answers;
    private readonly Network _network;

    /// <summary>A network whose weights are libtorch's own.</summary>
    /// <param name="network">What is trained.</param>
    /// <param name="descent">How.</param>
    /// <param name="inputs">The batch.</param>
    /// <param name="answers">Labels for a classifier, numbers for a regression.</param>
    internal TorchTraining(Network network, Descent descent, Tensor inputs, Tensor answers)
    {
        Model = network.Torch();
        _optimizer = descent.Torch(Model.parameters());
        _network = network;
        (_inputs, _answers) = (inputs, answers);
    }

    internal nn.Module<Tensor, Tensor> Model { get; }

    public void Dispose()
    {
        _optimizer.Dispose();
        Model.Dispose();
        _inputs.Dispose();
        _answers.Dispose();
    }

    internal void Step(Results? results = null)
    {
        using DisposeScope memory = NewDisposeScope();
        Tensor output = Model.forward(_inputs);
        Tensor loss = _network.Classifies ? nn.functional.cross_entropy(output, _answers) : nn.functional.mse_loss(output, _answers);
        loss.backward();
        results?.Add("loss", loss);
        results?.AddGradients(_network, Model.parameters().Select(parameter => parameter.grad!));
        _optimizer.step();
        _optimizer.zero_grad();
    }
}
