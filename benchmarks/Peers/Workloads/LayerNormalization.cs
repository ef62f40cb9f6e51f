using NormNet.Autograd;
using NormNet.Tensors;
using TorchSharp;

namespace NormNet.Peers;

/// <summary>Layer normalization over the last axis, with γ and β.</summary>
internal sealed class LayerNormalization(Shape shape) : OperationWorkload(
    NormalizationWork.Of(shape, backward: true), shape, shape, [shape[-1]], [shape[-1]])
{
    private readonly Normalize<float> _normalize = new(NormalizationPlan.Layer(shape, [shape[-1]]), hasWeight: true, hasBias: true);
    private readonly long[] _normalized = [shape[-1]];

    protected override Variable<float> Apply(Variable<float>[] inputs) => _normalize.Apply(inputs);

    protected override torch.Tensor Apply(torch.Tensor[] inputs) =>
        torch.nn.functional.layer_norm(inputs[0], _normalized, inputs[1], inputs[2]);
}
