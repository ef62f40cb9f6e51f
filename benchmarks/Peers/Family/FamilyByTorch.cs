using NormNet.Tensors;
using TorchSharp;

namespace NormNet.Peers;

/// <summary>A configuration by libtorch's functions, in float, or in double as the judge of both sides.</summary>
/// <remarks>Root mean square normalization, which TorchSharp does not offer, is three of libtorch's operations.</remarks>
internal static class FamilyByTorch
{
    internal static FamilyResult Compute(FamilyCase family, torch.ScalarType type)
    {
        using DisposeScope memory = torch.NewDisposeScope();
        torch.Tensor x = From(family.X, type)!.requires_grad_();
        torch.Tensor? weight = From(family.Weight, type)?.requires_grad_(), bias = From(family.Bias, type)?.requires_grad_();
        torch.Tensor? mean = From(family.RunningMean, type), variance = From(family.RunningVariance, type);
        torch.Tensor y = Forward(family, x, weight, bias, mean, variance);

        torch.Tensor[] inputs = [.. new[] { x, weight, bias }.OfType<torch.Tensor>()];
        IList<torch.Tensor> gradients = torch.autograd.grad([y], inputs, [From(family.Upstream, type)!]);
        return new FamilyResult(ToArray(y), ToArray(gradients[0]))
        {
            WeightGradient = weight is null ? null : ToArray(gradients[1]),
            BiasGradient = bias is null ? null : ToArray(gradients[^1]),
            RunningMean = mean is null ? null : ToArray(mean),
            RunningVariance = variance is null ? null : ToArray(variance),
        };
    }

    internal static torch.Tensor? From(Tensor<float>? values, torch.ScalarType type) => values is null ? null : Torch.From(values).to_type(type);

    internal static double[] ToArray(torch.Tensor values) => values.detach().to_type(torch.ScalarType.Float64).contiguous().data<double>().ToArray();

    private static torch.Tensor Forward(
        FamilyCase family, torch.Tensor x, torch.Tensor? weight, torch.Tensor? bias, torch.Tensor? mean, torch.Tensor? variance)
    {
        bool ownStatistics = !family.UsesRunning;
        long[] normalized = Torch.SizesOf(family.AffineShape);
        switch (family.Member)
        {
            case FamilyMember.Batch:
                return torch.nn.functional.batch_norm(x, mean!, variance!, weight!, bias!, ownStatistics, family.Momentum, family.Epsilon);
            case FamilyMember.Instance:
                return torch.nn.functional.instance_norm(x, mean!, variance!, weight!, bias!, ownStatistics, family.Momentum, family.Epsilon);
            case FamilyMember.Group:
                // Its backward ends the process if there is a β without a γ: ∂ℓ/∂β is made in γ's likeness.
                return torch.nn.functional.group_norm(x, family.Groups, weight ?? torch.ones(family.Shape[1], x.dtype), bias!, family.Epsilon);
            case FamilyMember.Layer:
                return torch.nn.functional.layer_norm(x, normalized, weight!, bias!, family.Epsilon);
            default:
                long[] axes = [.. Enumerable.Range(1, normalized.Length).Select(axis => (long)-axis)];
                torch.Tensor root = x * (x.square().mean(axes, keepdim: true) + family.Epsilon).rsqrt();
                return weight is null ? root : root * weight;
        }
    }
}
