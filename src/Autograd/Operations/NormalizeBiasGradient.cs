using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>b = Σ u over what shares a β, the gradient of <see cref="Normalize{T}"/> by β; ∂ℓ/∂u = ∂ℓ/∂b, repeated.</summary>
public sealed class NormalizeBiasGradient<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly NormalizationPlan _plan;
    private readonly NormalizationGradients<T>? _gradients;

    /// <summary>The operation of a plan.</summary>
    public NormalizeBiasGradient(NormalizationPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _plan = plan;
    }

    /// <summary>With the gradients known already.</summary>
    internal NormalizeBiasGradient(NormalizationPlan plan, NormalizationGradients<T> gradients)
        : this(plan) => _gradients = gradients;

    /// <inheritdoc/>
    public override string Formula => "b = Σ u";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) =>
        _gradients?.Bias ?? inputs[0].Value.Reshape(_plan.View).SumTo(_plan.AffineView).Reshape(_plan.AffineShape);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        _plan.ViewAffine(upstream).BroadcastTo(_plan.View).Reshape(_plan.Input);
}
