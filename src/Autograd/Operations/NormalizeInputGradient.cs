using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>
/// z = D(γ·u), the gradient of <see cref="Normalize{T}"/> by x: D(g) = s · (g − Σg/m − x̂ · Σ(g·x̂)/d) with s = 1/√(σ² + ε).
/// Inputs: x, the upstream gradient u, then γ if there is one.
/// </summary>
/// <remarks>
/// <para>
/// D is the Jacobian of x̂ and symmetric: ⟨v, D(g)⟩ = ⟨D(v), g⟩. With v = ∂ℓ/∂z therefore ∂ℓ/∂u = γ · D(v) and ∂ℓ/∂γ = Σ u · D(v).
/// </para>
/// <para>
/// By x, ⟨v, D(g)⟩ = s · (Σv·g − Σv·Σg/m − Σ(v·x̂)·Σ(g·x̂)/d) depends through s, with ∂s/∂x = −s²·x̂/d, and through the sums with x̂, for
/// which ∂Σ(h·x̂)/∂x = D(h). Together: ∂ℓ/∂x = −s · (x̂ · Σ(v·z)/d + z · Σ(v·x̂)/d + D(v) · Σ(g·x̂)/d). The same holds without centring.
/// </para>
/// </remarks>
public sealed class NormalizeInputGradient<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly NormalizationPlan _plan;
    private readonly NormalizationStatistics<T>? _statistics;
    private readonly NormalizationGradients<T>? _gradients;

    /// <summary>The operation of a plan.</summary>
    public NormalizeInputGradient(NormalizationPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _plan = plan;
    }

    /// <summary>With x's statistics, and perhaps its gradients, known already.</summary>
    internal NormalizeInputGradient(
        NormalizationPlan plan, NormalizationStatistics<T>? statistics, NormalizationGradients<T>? gradients = null)
        : this(plan)
    {
        _statistics = statistics;
        _gradients = gradients;
    }

    /// <inheritdoc/>
    public override string Formula => $"z = (g − {(_plan.Centers ? "Σg/m − " : "")}x̂ · Σ(g · x̂)/d)/√(σ² + ε), g = γ · u";

    /// <summary>Applies it, with or without γ.</summary>
    internal Variable<T> Of(Variable<T> x, Variable<T> upstream, Variable<T>? weight) =>
        weight is null ? Apply(x, upstream) : Apply(x, upstream, weight);

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        if (_gradients is not null)
            return _gradients.Input;

        var z = Tensor<T>.Uninitialized(_plan.Input);
        NormalizationStatistics<T> statistics = _statistics ?? Normalization.Statistics(_plan, inputs[0].Value);
        Normalization.Backward(_plan, inputs[0].Value, WeightOf(inputs)?.Value, statistics, inputs[1].Value, z, null, null);
        if (_statistics is null)
            Tensor<T>.Return(statistics.Table);
        return z;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        Variable<T> x = node.Inputs[0], u = node.Inputs[1];
        Variable<T>? weight = WeightOf(node.Inputs);
        Variable<T> passed = _plan.View(new NormalizeInputGradient<T>(_plan, _statistics).Apply(x, upstream));
        return input switch
        {
            0 => ByX(node, upstream, passed),
            1 => (weight is null ? passed : passed * _plan.ViewAffine(weight)).Reshape(_plan.Input),
            _ => _plan.SumToAffine(_plan.View(u) * passed),
        };
    }

    private Variable<T> ByX(Node<T> node, Variable<T> upstream, Variable<T> passed)
    {
        Variable<T> x = node.Inputs[0], v = _plan.View(upstream), z = _plan.View(node.Output), g = _plan.View(node.Inputs[1]);
        if (WeightOf(node.Inputs) is { } weight)
            g *= _plan.ViewAffine(weight);

        Normalize<T> normalize = _statistics is null
            ? new(_plan, hasWeight: false, hasBias: false)
            : new(_plan, hasWeight: false, _statistics);
        Variable<T> normalized = _plan.View(normalize.Apply(x));
        Variable<T> sum =
            (normalized * _plan.SumShared(v * z)) + (z * _plan.SumShared(v * normalized)) + (passed * _plan.SumShared(g * normalized));
        return (sum * (_plan.InverseDeviation(_plan.View(x)) * (-1 / _plan.Divisor))).Reshape(_plan.Input);
    }

    private static Variable<T>? WeightOf(Inputs<T> inputs) => inputs.Count > 2 ? inputs[2] : null;
}
