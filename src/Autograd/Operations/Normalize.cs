using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>
/// y = γ · x̂ + β with x̂ = (x − μ)/√(σ² + ε), the statistics those of x: every layer of the normalization family, by its
/// <see cref="NormalizationPlan"/>. Inputs: x, then γ if there is one, then β if there is one.
/// </summary>
/// <remarks>
/// ∂ℓ/∂x is <see cref="NormalizeInputGradient{T}"/>, ∂ℓ/∂γ <see cref="NormalizeWeightGradient{T}"/>, ∂ℓ/∂β
/// <see cref="NormalizeBiasGradient{T}"/>; they share their sums. Saved are the statistics; <c>xhat</c> is made when somebody looks.
/// </remarks>
public sealed class Normalize<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string Table = "statistics";
    private static readonly string[] Derived = ["mean", "variance", "invStd", "xhat"];

    private readonly NormalizationPlan _plan;
    private readonly bool _hasWeight;
    private readonly bool _hasBias;
    private readonly Action<NormalizationStatistics<T>>? _observe;
    private readonly NormalizationStatistics<T>? _known;

    /// <summary>The operation of a plan.</summary>
    /// <param name="plan">What is shared, centred and learned.</param>
    /// <param name="hasWeight">Whether γ is an input.</param>
    /// <param name="hasBias">Whether β is an input.</param>
    /// <param name="observe">Sees the statistics once the output is computed; they are gone when it returns.</param>
    public Normalize(NormalizationPlan plan, bool hasWeight, bool hasBias, Action<NormalizationStatistics<T>>? observe = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _plan = plan;
        _hasWeight = hasWeight;
        _hasBias = hasBias;
        _observe = observe;
    }

    /// <summary>What is shared, centred and learned.</summary>
    public NormalizationPlan Plan => _plan;

    /// <summary>Whether γ is an input.</summary>
    public bool HasWeight => _hasWeight;

    /// <summary>Whether β is an input.</summary>
    public bool HasBias => _hasBias;

    /// <summary>γ·x̂ of an input whose statistics are known already.</summary>
    internal Normalize(NormalizationPlan plan, bool hasWeight, NormalizationStatistics<T> known)
        : this(plan, hasWeight, hasBias: false) => _known = known;

    /// <inheritdoc/>
    public override string Formula =>
        $"y = {(_hasWeight ? "γ · " : "")}{(_plan.Centers ? "(x − μ)/√(σ² + ε)" : "x/√(Σx²/m + ε)")}{(_hasBias ? " + β" : "")}, {_plan}";

    /// <inheritdoc/>
    public override IReadOnlyList<string> DerivedNames => Derived;

    /// <inheritdoc/>
    protected internal override bool Saves => true;

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        Tensor<T> x = inputs[0].Value;
        if (_known is not null)
        {
            // The table belongs to the node that computed it, so this one keeps its own view of it and the pool is not told twice.
            Tensor<T> y = Normalization.Apply(_plan, x, WeightOf(inputs), BiasOf(inputs), _known);
            if (inputs.AreRecorded)
                inputs.Save(Table, _known.Table);
            return y;
        }

        Tensor<T> output = Normalization.Forward(_plan, x, WeightOf(inputs), BiasOf(inputs), out NormalizationStatistics<T> statistics);
        _observe?.Invoke(statistics);
        inputs.Save(Table, statistics.Table);
        return output;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Node<T> node, Variable<T> upstream, Contributions<T> contributions)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(contributions);
        Variable<T> x = node.Inputs[0];
        Variable<T>? weight = _hasWeight ? node.Inputs[1] : null;
        int biasInput = _hasWeight ? 2 : 1;
        bool needsWeight = _hasWeight && contributions.Needs(1), needsBias = _hasBias && contributions.Needs(biasInput);
        NormalizationStatistics<T> statistics = StatisticsOf(node);
        var gradients = new NormalizationGradients<T>(_plan, x.Value, weight?.Value, statistics, upstream.Value)
        {
            NeedsInput = contributions.Needs(0),
            NeedsWeight = needsWeight,
            NeedsBias = needsBias,
        };
        if (contributions.Needs(0))
            contributions[0] = new NormalizeInputGradient<T>(_plan, statistics, gradients).Of(x, upstream, weight);
        if (needsWeight)
            contributions[1] = new NormalizeWeightGradient<T>(_plan, statistics, gradients).Apply(x, upstream);
        if (needsBias)
            contributions[biasInput] = new NormalizeBiasGradient<T>(_plan, gradients).Apply(upstream);
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        throw new NotSupportedException("All gradients are made at once.");

    /// <inheritdoc/>
    protected override Tensor<T>? Derive(Node<T> node, string name)
    {
        ArgumentNullException.ThrowIfNull(node);
        NormalizationStatistics<T> statistics = StatisticsOf(node);
        return name switch
        {
            "mean" => Tensor<T>.From(statistics.Mean, _plan.StatisticsShape),
            "variance" => Tensor<T>.From(statistics.Variance, _plan.StatisticsShape),
            "invStd" => Tensor<T>.From(statistics.InverseDeviation, _plan.StatisticsShape),
            "xhat" => Normalization.Apply(_plan, node.Inputs[0].Value, null, null, statistics),
            _ => null,
        };
    }

    private static NormalizationStatistics<T> StatisticsOf(Node<T> node) => NormalizationStatistics<T>.FromTable(node.Saved[Table]);

    private Tensor<T>? WeightOf(Inputs<T> inputs) => _hasWeight ? inputs[1].Value : null;

    private Tensor<T>? BiasOf(Inputs<T> inputs) => _hasBias ? inputs[_hasWeight ? 2 : 1].Value : null;
}
