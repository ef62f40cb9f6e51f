using NormNet.Autograd;
using NormNet.Tensors;
using TorchSharp;

namespace NormNet.Peers;

/// <summary>Instance normalization with γ and β.</summary>
internal sealed class InstanceNormalization(Shape shape) : OperationWorkload(
    NormalizationWork.Of(shape, backward: true), shape, shape, [shape[1]], [shape[1]])
{
    private readonly Normalize<float> _normalize = new(NormalizationPlan.Instance(shape), hasWeight: true, hasBias: true);

    protected override Variable<float> Apply(Variable<float>[] inputs) => _normalize.Apply(inputs);

    protected override torch.Tensor Apply(torch.Tensor[] inputs) =>
        torch.nn.functional.instance_norm(inputs[0], null!, null!, inputs[1], inputs[2], use_input_stats: true);
}
