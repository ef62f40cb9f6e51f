using NormNet.Autograd;
using NormNet.Tensors;
using TorchSharp;

namespace NormNet.Peers;

/// <summary>Batch normalization by the batch's statistics, with γ and β.</summary>
internal sealed class BatchNormalization(Shape shape, bool backward) : OperationWorkload(
    NormalizationWork.Of(shape, backward), backward ? shape : null, shape, [shape[1]], [shape[1]])
{
    private readonly Normalize<float> _normalize = new(NormalizationPlan.Batch(shape), hasWeight: true, hasBias: true);

    protected override Variable<float> Apply(Variable<float>[] inputs) => _normalize.Apply(inputs);

    protected override torch.Tensor Apply(torch.Tensor[] inputs) =>
        torch.nn.functional.batch_norm(inputs[0], null!, null!, inputs[1], inputs[2], training: true);
}
