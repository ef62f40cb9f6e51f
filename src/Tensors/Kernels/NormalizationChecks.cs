using System.Numerics;

namespace NormNet.Tensors;

/// <summary>Refuses tensors that are not of a plan's shapes, naming both.</summary>
internal static class NormalizationChecks
{
    internal static void Input<T>(NormalizationPlan plan, Tensor<T> tensor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(tensor);
        if (!tensor.Shape.Equals(plan.Input))
            throw new ArgumentException($"Normalization: a tensor of shape {tensor.Shape} was given where {plan} needs {plan.Input}.");
    }

    internal static void Affine<T>(NormalizationPlan plan, Tensor<T>? tensor, string role)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (tensor is not null && !tensor.Shape.Equals(plan.AffineShape))
            throw new ArgumentException($"Normalization: {role} has shape {tensor.Shape} where {plan} needs {plan.AffineShape}.");
    }

    internal static void Statistics<T>(NormalizationPlan plan, NormalizationStatistics<T> statistics, bool orOnePerChannel)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(statistics);
        if (statistics.Count != plan.Statistics && !(orOnePerChannel && statistics.Count == plan.Layout.Inner))
            throw new ArgumentException($"Normalization: {statistics.Count} statistics were given where {plan} has {plan.Statistics}.");
    }
}
