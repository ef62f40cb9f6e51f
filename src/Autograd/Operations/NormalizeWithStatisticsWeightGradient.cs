using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>
/// w = Σ u · x̂ over what shares a γ, with given statistics: the gradient of <see cref="NormalizeWithStatistics{T}"/> by γ, in one sweep.
/// Inputs: x, μ and σ² (one for each channel), and the upstream gradient u.
/// </summary>
/// <remarks>
/// With s = 1/√(σ² + ε) and ω = ∂ℓ/∂w in the place of γ: ∂ℓ/∂u = ω·x̂, ∂ℓ/∂x = ω·s·u, ∂ℓ/∂μ = −ω·s·Σu, ∂ℓ/∂σ² = −½·ω·s²·w.
/// </remarks>
public sealed class NormalizeWithStatisticsWeightGradient<T>(NormalizationPlan plan) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => "w = Σ u · (x − μ)/√(σ² + ε), μ and σ² given";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        var w = Tensor<T>.Uninitialized(plan.AffineShape);
        NormalizationStatistics<T> statistics = OfEveryGroup(NormalizationStatistics<T>.From(plan, inputs[1].Value, inputs[2].Value));
        Normalization.Backward(plan, inputs[0].Value, null, statistics, inputs[3].Value, null, w, null);
        Tensor<T>.Return(statistics.Table);
        return w;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        Variable<T> mean = node.Inputs[1], variance = node.Inputs[2], u = node.Inputs[3];
        var normalize = new NormalizeWithStatistics<T>(plan, hasWeight: true, hasBias: false);
        Variable<T> s = (variance + plan.Epsilon).ReciprocalSqrt();
        return input switch
        {
            0 => (plan.View(u) * plan.ViewAffine(upstream * s)).Reshape(plan.Input),
            1 => -(upstream * s * plan.SumToAffine(plan.View(u))),
            2 => -0.5 * (upstream * s * s * node.Output),
            _ => normalize.Apply(node.Inputs[0], mean, variance, upstream),
        };
    }

    /// <summary>The channels' statistics for each group, where a plan has more groups than channels.</summary>
    private NormalizationStatistics<T> OfEveryGroup(NormalizationStatistics<T> channels)
    {
        int repeats = channels.Count == 0 ? 1 : plan.Statistics / channels.Count;
        if (repeats == 1)
            return channels;

        var table = Tensor<T>.Concatenate([.. Enumerable.Repeat(channels.Table, repeats)], axis: 1);
        Tensor<T>.Return(channels.Table);
        return NormalizationStatistics<T>.FromTable(table);
    }
}
