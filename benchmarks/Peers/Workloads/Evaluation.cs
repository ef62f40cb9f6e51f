using NormNet.Layers;
using NormNet.Tensors;
using TorchSharp;

namespace NormNet.Peers;

/// <summary>What a trained network answers for one sample.</summary>
internal sealed class Evaluation : Workload
{
    private readonly Sequential<float> _model;
    private readonly Tensor<float> _sample;
    private readonly torch.nn.Module<torch.Tensor, torch.Tensor> _torchModel;
    private readonly torch.Tensor _torchSample;

    internal Evaluation(Network network)
        : base(Work.MultiplyAdds(network.MultiplyAdds.Sum()))
    {
        _model = network.NormNet();
        _model.Initialize(new Generator(seed: 1));
        _model.Eval();
        _sample = new Generator(seed: 2).Normal<float>([1, .. network.Sample]);

        _torchModel = network.Torch();
        Weights.Copy(_model, _torchModel);
        _torchModel.eval();
        _torchSample = Torch.From(_sample);
    }

    public override void Dispose()
    {
        _torchModel.Dispose();
        _torchSample.Dispose();
    }

    protected override void RunNormNet(Results? results)
    {
        Tensor<float> answer = _model.Predict(_sample);
        results?.Add("answer", answer);
    }

    protected override void RunTorch(Results? results)
    {
        using IDisposable unrecorded = torch.no_grad();
        using torch.Tensor answer = _torchModel.forward(_torchSample);
        results?.Add("answer", answer);
    }
}
