using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>One batch that running statistics followed: new = (1 − weight) · before + weight · batch.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Weight">The weight of the batch: the rule's momentum, or 1/(batches seen).</param>
/// <param name="ValuesPerStatistic">The number m of values behind each of the batch's statistics; under a mask, the largest.</param>
/// <param name="BatchMean">The batch's means.</param>
/// <param name="BatchVariance">The batch's biased variances.</param>
/// <param name="MeanBefore">The running means before.</param>
/// <param name="VarianceBefore">The running variances before.</param>
/// <param name="MeanAfter">The running means after.</param>
/// <param name="VarianceAfter">The running variances after.</param>
/// <param name="IsSkipped">Whether the batch was left out because a number would not have been finite.</param>
public sealed record RunningUpdate<T>(
    RunningRule Rule,
    double Weight,
    int ValuesPerStatistic,
    IReadOnlyList<T> BatchMean,
    IReadOnlyList<T> BatchVariance,
    Tensor<T> MeanBefore,
    Tensor<T> VarianceBefore,
    Tensor<T> MeanAfter,
    Tensor<T> VarianceAfter,
    bool IsSkipped)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
