using System.Globalization;
using System.Numerics;
using System.Text;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>
/// A member of the normalization family: y = γ · (x − μ)/√(σ² + ε) + β. A layer only says which values share μ, σ², γ and β.
/// </summary>
/// <remarks>
/// <see cref="Implementation"/> chooses between one fused operation and the same in single operations; both give the same numbers
/// within rounding. γ starts at 1 and β at 0; a generator is not asked. σ² is the biased variance, Σ(x − μ)²/m: x̂ of m values has the
/// biased variance σ²/(σ² + ε), and m/(m − 1) times that as the unbiased one that many programs compute unless told otherwise.
/// </remarks>
public abstract partial class NormalizationLayer<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Parameter<T>? _weight;
    private readonly Parameter<T>? _bias;
    private NormalizationPlan? _plan;

    /// <summary>Registers γ as <c>weight</c> and β as <c>bias</c>.</summary>
    private protected NormalizationLayer(Shape affine, double epsilon, bool weight, bool bias)
    {
        if (!(epsilon >= 0 && double.IsFinite(epsilon)))
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, $"{TypeName}: ε is a finite number that is not negative.");

        Epsilon = epsilon;
        AffineShape = affine;
        _weight = weight ? Register("weight", new Parameter<T>(Tensor<T>.Ones(affine))) : null;
        _bias = bias ? Register("bias", new Parameter<T>(affine)) : null;
    }

    /// <summary>γ; null without one.</summary>
    public Parameter<T>? Weight => Initialized(_weight);

    /// <summary>β; null without one.</summary>
    public Parameter<T>? Bias => Initialized(_bias);

    /// <summary>The shape of γ and β, whether there are any or not.</summary>
    public Shape AffineShape { get; }

    /// <summary>ε, added to the variance inside the root, in training and in evaluation.</summary>
    public double Epsilon { get; }

    /// <summary>Fused unless chosen otherwise; it may change at any time.</summary>
    public NormalizationImplementation Implementation { get; set; }

    /// <inheritdoc/>
    public override bool IsNormalization => true;

    /// <summary>What the layer does with an input of a shape: the plan that both implementations follow.</summary>
    /// <exception cref="ArgumentException">The layer cannot take such an input.</exception>
    public NormalizationPlan PlanOf(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        NormalizationPlan? plan = _plan;
        if (plan is null || !plan.Input.Equals(input))
        {
            plan = Describe(input).WithEpsilon(Epsilon);
            if (!plan.AffineShape.Equals(AffineShape))
                throw new ArgumentException(
                    $"{this}: an input has {AffineShape[0]} channels along axis 1; this one has shape {input}.", nameof(input));
            _plan = plan;
        }

        return plan;
    }

    /// <summary>The plan for an input's shape, whatever its ε and its number of channels.</summary>
    protected abstract NormalizationPlan Describe(Shape input);

    /// <summary>What a user can do when too few values share a statistic.</summary>
    protected virtual string WaysOut => "";

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return NormalizeByOwnStatistics(PlanOf(input.Shape), input, observe: null);
    }

    /// <inheritdoc/>
    protected override void OnInitialize(Generator generator)
    {
        _weight?.Value.AsWritableSpan().Fill(T.One);
        _bias?.Value.AsWritableSpan().Clear();
    }

    /// <summary>Normalizes by the statistics of the input itself, with γ and β of the layer.</summary>
    private protected Variable<T> NormalizeByOwnStatistics(NormalizationPlan plan, Variable<T> input, StatisticsObserver<T>? observe) =>
        NormalizeByOwnStatistics(plan, input, _weight, _bias, observe);

    /// <summary>Normalizes by the statistics of the input itself.</summary>
    private protected Variable<T> NormalizeByOwnStatistics(
        NormalizationPlan plan, Variable<T> input, Variable<T>? weight, Variable<T>? bias, StatisticsObserver<T>? observe)
    {
        RequireEnoughValues(plan, plan.ValuesPerStatistic);
        if (Implementation == NormalizationImplementation.Composed)
            return ComposedNormalization<T>.Apply(plan, input, weight, bias, observe);

        var normalize = new Normalize<T>(
            plan, weight is not null, bias is not null, observe is null
                ? null
                : statistics => observe(statistics.Mean, statistics.Variance));
        return (weight, bias) switch
        {
            (not null, not null) => normalize.Apply(input, weight, bias),
            (not null, null) => normalize.Apply(input, weight),
            (null, not null) => normalize.Apply(input, bias),
            _ => normalize.Apply(input),
        };
    }

    /// <summary>Normalizes by given statistics, one for each channel, with γ and β of the layer.</summary>
    private protected Variable<T> NormalizeByStatistics(
        NormalizationPlan plan, Variable<T> input, Variable<T> mean, Variable<T> variance) =>
        NormalizeByStatistics(plan, input, mean, variance, _weight, _bias);

    /// <summary>Normalizes by given statistics, one for each channel.</summary>
    private protected Variable<T> NormalizeByStatistics(
        NormalizationPlan plan, Variable<T> input, Variable<T> mean, Variable<T> variance, Variable<T>? weight, Variable<T>? bias)
    {
        if (Implementation == NormalizationImplementation.Composed)
            return ComposedNormalization<T>.Apply(plan, input, mean, variance, weight, bias);

        var normalize = new NormalizeWithStatistics<T>(plan, weight is not null, bias is not null);
        return (weight, bias) switch
        {
            (not null, not null) => normalize.Apply(input, mean, variance, weight, bias),
            (not null, null) => normalize.Apply(input, mean, variance, weight),
            (null, not null) => normalize.Apply(input, mean, variance, bias),
            _ => normalize.Apply(input, mean, variance),
        };
    }

    /// <summary>Refuses centred statistics of fewer than two values.</summary>
    private protected void RequireEnoughValues(NormalizationPlan plan, int values)
    {
        if (!plan.Centers || values >= 2)
            return;

        throw new ArgumentException(
            $"{this}: mean and variance over axes [{string.Join(", ", plan.SharedAxes.ToArray())}] of {plan.View} (input {plan.Input}) "
            + $"would come from {values} value{(values == 1 ? "" : "s")}, and at least 2 are needed. {WaysOut}");
    }

    /// <summary>The type and its first settings, then those that differ from the default.</summary>
    private protected string Describe(string settings, (double Epsilon, bool Weight, bool Bias) usual, params ReadOnlySpan<string> more)
    {
        var text = new StringBuilder(TypeName).Append('(').Append(settings);
        if (Epsilon != usual.Epsilon)
            text.Append(CultureInfo.InvariantCulture, $", epsilon: {Epsilon}");
        if (_weight is not null != usual.Weight)
            text.Append(usual.Weight ? ", weight: false" : ", weight: true");
        if (_bias is not null != usual.Bias)
            text.Append(usual.Bias ? ", bias: false" : ", bias: true");
        foreach (string setting in more)
            text.Append(", ").Append(setting);
        if (Implementation != NormalizationImplementation.Fused)
            text.Append(", composed");
        return text.Append(')').ToString();
    }
}
