using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;

namespace NormNet.Peers;

/// <summary>A network in training on one batch, by NormNet.</summary>
internal sealed class NormNetTraining
{
    private readonly Network _network;
    private readonly Optimizer<float> _optimizer;
    private readonly IReadOnlyList<Parameter<float>> _parameters;

    internal NormNetTraining(Network network, Descent descent, int batch)
    {
        _network = network;
        Model = network.NormNet();
        Model.Initialize(new Generator(seed: 1));
        _parameters = Model.Parameters();
        _optimizer = descent.NormNet(_parameters);

        var generator = new Generator(seed: 2);
        Inputs = generator.Normal<float>([batch, .. network.Sample]);
        if (network.Classifies)
            Labels = Peers.Labels.Draw(generator, batch, network.Outputs);
        else
            Targets = generator.Normal<float>([batch, network.Outputs]);
    }

    internal Sequential<float> Model { get; }

    internal Tensor<float> Inputs { get; }

    /// <summary>What a classifier is to answer; null for a regression.</summary>
    internal IndexTensor? Labels { get; }

    /// <summary>What a regression is to answer; null for a classifier.</summary>
    internal Tensor<float>? Targets { get; }

    internal void Step(Results? results = null)
    {
        using var tape = Tape<float>.Record();
        Variable<float> output = Model.Forward(Inputs);
        Variable<float> loss = Labels is null ? Losses.MeanSquaredError(output, Targets!) : Losses.CrossEntropy(output, Labels);
        tape.Backward(loss);
        results?.Add("loss", loss.Value);
        results?.AddGradients(_network, _parameters.Select(parameter => parameter.Gradient!));
        _optimizer.Step();
        _optimizer.ZeroGradients();
    }
}
