using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>
/// w = Σ u · x̂ over what shares a γ, the gradient of <see cref="Normalize{T}"/> by γ. Inputs: x and the upstream gradient u.
/// </summary>
/// <remarks>
/// With ω = ∂ℓ/∂w in the place of γ: ∂ℓ/∂u = ω · x̂, which is <see cref="Normalize{T}"/>, and ∂ℓ/∂x = D(ω · u), which is
/// <see cref="NormalizeInputGradient{T}"/>.
/// </remarks>
public sealed class NormalizeWeightGradient<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly NormalizationPlan _plan;
    private readonly NormalizationStatistics<T>? _statistics;
    private readonly NormalizationGradients<T>? _gradients;

    /// <summary>The operation of a plan.</summary>
    public NormalizeWeightGradient(NormalizationPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _plan = plan;
    }

    /// <summary>With x's statistics and gradients known already.</summary>
    internal NormalizeWeightGradient(NormalizationPlan plan, NormalizationStatistics<T> statistics, NormalizationGradients<T> gradients)
        : this(plan)
    {
        _statistics = statistics;
        _gradients = gradients;
    }

    /// <inheritdoc/>
    public override string Formula => "w = Σ u · x̂";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        if (_gradients is not null)
            return _gradients.Weight;

        var w = Tensor<T>.Uninitialized(_plan.AffineShape);
        NormalizationStatistics<T> statistics = Normalization.Statistics(_plan, inputs[0].Value);
        Normalization.Backward(_plan, inputs[0].Value, null, statistics, inputs[1].Value, null, w, null);
        Tensor<T>.Return(statistics.Table);
        return w;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        Variable<T> x = node.Inputs[0];
        if (input == 0)
            return new NormalizeInputGradient<T>(_plan, _statistics).Apply(x, node.Inputs[1], upstream);

        Normalize<T> normalize = _statistics is null
            ? new(_plan, hasWeight: true, hasBias: false)
            : new(_plan, hasWeight: true, _statistics);
        return normalize.Apply(x, upstream);
    }
}
