using NormNet.Autograd;
using NormNet.Tensors;
using TorchSharp;

namespace NormNet.Peers;

/// <summary>Softmax cross-entropy of logits and labels, the mean over the batch.</summary>
internal sealed class SoftmaxCrossEntropy : OperationWorkload
{
    private readonly IndexTensor _labels;
    private readonly torch.Tensor _torchLabels;

    internal SoftmaxCrossEntropy(int samples, int classes)
        : base(Work.Passes((long)samples * classes, passes: 3, tensors: 2), Shape.Scalar, [samples, classes])
    {
        _labels = Labels.Draw(new Generator(seed: 2), samples, classes);
        _torchLabels = Torch.From(_labels);
    }

    public override void Dispose()
    {
        base.Dispose();
        _torchLabels.Dispose();
    }

    protected override Variable<float> Apply(Variable<float>[] inputs) => new CrossEntropy<float>(_labels).Apply(inputs[0]);

    protected override torch.Tensor Apply(torch.Tensor[] inputs) => torch.nn.functional.cross_entropy(inputs[0], _torchLabels);
}
