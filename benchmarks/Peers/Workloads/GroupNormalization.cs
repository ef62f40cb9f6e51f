using NormNet.Autograd;
using NormNet.Tensors;
using TorchSharp;

namespace NormNet.Peers;

/// <summary>Group normalization with γ and β.</summary>
internal sealed class GroupNormalization(int groups, Shape shape) : OperationWorkload(
    NormalizationWork.Of(shape, backward: true), shape, shape, [shape[1]], [shape[1]])
{
    private readonly Normalize<float> _normalize = new(NormalizationPlan.Group(shape, groups), hasWeight: true, hasBias: true);
    private readonly int _groups = groups;

    protected override Variable<float> Apply(Variable<float>[] inputs) => _normalize.Apply(inputs);

    protected override torch.Tensor Apply(torch.Tensor[] inputs) =>
        torch.nn.functional.group_norm(inputs[0], _groups, inputs[1], inputs[2]);
}
