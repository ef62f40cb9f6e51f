using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>
/// y = γ · x̂ + β with x̂ = (x − μ)/√(σ² + ε) and given statistics, as in evaluation or with frozen statistics. Inputs: x, μ and σ² (one
/// for each channel), then γ if there is one, then β if there is one.
/// </summary>
/// <remarks>
/// With s = 1/√(σ² + ε): ∂ℓ/∂x = γ·s·u and nothing else, ∂ℓ/∂γ = Σu·x̂ (<see cref="NormalizeWithStatisticsWeightGradient{T}"/>), ∂ℓ/∂β =
/// Σu, ∂ℓ/∂μ = −γ·s·Σu, ∂ℓ/∂σ² = −½·γ·s²·Σu·x̂.
/// </remarks>
public sealed class NormalizeWithStatistics<T>(NormalizationPlan plan, bool hasWeight, bool hasBias) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly string[] Derived = ["xhat"];

    /// <summary>What shares a statistic, and what is learned.</summary>
    public NormalizationPlan Plan => plan;

    /// <summary>Whether γ is an input.</summary>
    public bool HasWeight => hasWeight;

    /// <summary>Whether β is an input.</summary>
    public bool HasBias => hasBias;

    /// <inheritdoc/>
    public override string Formula => $"y = {(hasWeight ? "γ · " : "")}(x − μ)/√(σ² + ε){(hasBias ? " + β" : "")}, μ and σ² given, {plan}";

    /// <inheritdoc/>
    public override IReadOnlyList<string> DerivedNames => Derived;

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) =>
        Compute(inputs, hasWeight ? inputs[3].Value : null, hasBias ? inputs[inputs.Count - 1].Value : null);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        Inputs<T> inputs = node.Inputs;
        Variable<T> s = (inputs[2] + plan.Epsilon).ReciprocalSqrt(), u = plan.View(upstream);
        Variable<T> scale = hasWeight ? s * inputs[3] : s;
        return input switch
        {
            0 => (u * plan.ViewAffine(scale)).Reshape(plan.Input),
            1 => -(scale * plan.SumToAffine(u)),
            2 => -0.5 * (scale * s * SumOfProducts()),
            3 when hasWeight => SumOfProducts(),
            _ => plan.SumToAffine(u),
        };

        Variable<T> SumOfProducts() =>
            new NormalizeWithStatisticsWeightGradient<T>(plan).Apply(inputs[0], inputs[1], inputs[2], upstream);
    }

    /// <inheritdoc/>
    protected override Tensor<T>? Derive(Node<T> node, string name)
    {
        ArgumentNullException.ThrowIfNull(node);
        return Derived.Contains(name) ? Compute(node.Inputs, null, null) : null;
    }

    private Tensor<T> Compute(Inputs<T> inputs, Tensor<T>? weight, Tensor<T>? bias)
    {
        var statistics = NormalizationStatistics<T>.From(plan, inputs[1].Value, inputs[2].Value);
        Tensor<T> y = Normalization.Apply(plan, inputs[0].Value, weight, bias, statistics);
        Tensor<T>.Return(statistics.Table);
        return y;
    }
}
