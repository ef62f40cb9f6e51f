using System.Globalization;
using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>
/// Batch normalization corrected towards the running statistics: y = γ · (x̂ · r + d) + β with x̂ = (x − μ)/√(σ² + ε) by the batch, one r
/// and d for each channel.
/// </summary>
/// <remarks>
/// <para>
/// Ioffe 2017, for small batches and batches that are no fair sample. With the running mean μᵣ and deviations s = √(σ² + ε), sᵣ = √(σᵣ² +
/// ε): r = s/sᵣ, limited to [1/r_max, r_max], and d = (μ − μᵣ)/sᵣ, limited to [−d_max, d_max], by the running statistics before this batch.
/// Within the limits y is what evaluation would give. The gradient takes r and d for constants; it goes through μ and σ alone.
/// </para>
/// <code>
///            C
///        ┌─┬─┬─┬─┐
///      N │█│ │ │ │     the values that share μ, σ², r and d: one channel,
///        │█│ │ │ │     of all samples and places
///        └─┴─┴─┴─┘ S
/// </code>
/// <para>
/// <see cref="RMax"/> and <see cref="DMax"/> may change at any time; at 1 and 0 the layer is <see cref="BatchNorm{T}"/>. As fresh running
/// statistics would correct towards nothing, training starts there: the paper's has 5,000 such steps, then r_max rises to 3 by step
/// 40,000 and d_max to 5 by step 25,000. These two are settings and not part of the state.
/// </para>
/// <para>
/// Learned: γ and β, each (C). Buffers: those of <see cref="BatchNorm{T}"/>, which loads and is loaded by this layer's state. In
/// evaluation the running statistics are used as there. Keras (<c>renorm=True</c>) and the paper follow the deviation s instead of the
/// variance, and the average of deviations is at most the root of the average variance. The rule should keep the biased variance, or r
/// stays at √((m − 1)/m); ε, biased variance and a weight of 0.01 for the new batch are the usual ones here as in Keras. PyTorch and Flax
/// have no such layer.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var layer = new BatchRenorm&lt;double&gt;(channels: 1, rMax: 1, dMax: 0);          // batch normalization at first
/// for (int step = 0; step &lt; 10; step++)
/// {
///     layer.Forward(Tensor&lt;double&gt;.From([[1], [2], [3], [4]]));
///     if (step == 5)
///         (layer.RMax, layer.DMax) = (3, 5);                                    // corrected from here on
/// }
/// </code>
/// </example>
public sealed class BatchRenorm<T> : RunningNormalizationLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double UsualRMax = 3;
    private const double UsualDMax = 5;

    private static readonly RunningRule Usual = RunningStatistics.Keras();

    /// <summary>A batch renormalization.</summary>
    /// <param name="channels">C, the extent of axis 1.</param>
    /// <param name="rMax">The limit of the scale r, at least 1; infinite for none.</param>
    /// <param name="dMax">The limit of the shift d, at least 0; infinite for none.</param>
    /// <param name="epsilon">ε; absent, the running rule's.</param>
    /// <param name="running">How the running statistics follow; absent, Keras's rule.</param>
    /// <param name="weight">Whether there is a γ.</param>
    /// <param name="bias">Whether there is a β.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no channel, a limit is too small, or ε is negative or not finite.</exception>
    public BatchRenorm(
        int channels,
        double rMax = UsualRMax,
        double dMax = UsualDMax,
        double? epsilon = null,
        RunningRule? running = null,
        bool weight = true,
        bool bias = true)
        : base(AtLeast.One(channels), epsilon ?? (running ?? Usual).Epsilon, weight, bias, running ?? Usual) =>
        (RMax, DMax) = (rMax, dMax);

    /// <summary>The limit of r: it stays in [1/r_max, r_max].</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to less than 1.</exception>
    public double RMax
    {
        get;
        set => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "BatchRenorm: r_max is at least 1, where no scale is corrected.");
    }

    /// <summary>The limit of d: it stays in [−d_max, d_max].</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to less than 0.</exception>
    public double DMax
    {
        get;
        set => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "BatchRenorm: d_max is at least 0, where no mean is corrected.");
    }

    /// <inheritdoc/>
    public override string ToString() => Describe(
        string.Create(CultureInfo.InvariantCulture, $"{Channels}, {RMax}, {DMax}"),
        (Running!.Rule.Epsilon, true, true),
        StatisticsSettings(Usual));

    /// <inheritdoc/>
    protected override string WaysOut =>
        "Train with larger batches (dropLast leaves out a short last one), or use the running statistics: Eval() or Freeze().";

    /// <inheritdoc/>
    protected override NormalizationPlan Describe(Shape input) => NormalizationPlan.Batch(input);

    /// <inheritdoc/>
    private protected override Variable<T> NormalizeByBatch(NormalizationPlan plan, Variable<T> input)
    {
        if (Running!.IsEstimating)
            return base.NormalizeByBatch(plan, input);

        (T[] means, T[] variances) = ([], []);
        Variable<T> normalized = NormalizeByOwnStatistics(
            plan, input, null, null, (batchMeans, batchVariances) => (means, variances) = (batchMeans.ToArray(), batchVariances.ToArray()));

        (Variable<T> r, Variable<T> d) = Corrections(means, variances);
        Variable<T> scale = r, shift = d;
        if (Weight is { } weight)
            (scale, shift) = (weight * r, weight * d);
        if (Bias is { } bias)
            shift += bias;
        Variable<T> y = (normalized * plan.ViewAffine(scale)) + plan.ViewAffine(shift);

        if (FollowsBatches)
            Running.Update(means, variances, plan.ValuesPerStatistic);
        return y;
    }

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) =>
        CopyChoicesTo(new BatchRenorm<T>(Channels, RMax, DMax, Epsilon, Running!.Rule, Weight is not null, Bias is not null));

    /// <summary>r and d, constants for the gradient.</summary>
    private (Variable<T> R, Variable<T> D) Corrections(T[] means, T[] variances)
    {
        ReadOnlySpan<T> runningMeans = Running!.Mean.Value.AsSpan(), runningVariances = Running.Variance.Value.AsSpan();
        Tensor<T> r = Tensor<T>.Ones([Channels]), d = Tensor<T>.Zeros([Channels]);
        Span<T> scales = r.AsWritableSpan(), shifts = d.AsWritableSpan();
        for (int c = 0; c < Channels; c++)
        {
            double deviation = Deviation(variances[c]), running = Deviation(runningVariances[c]);
            double distance = double.CreateTruncating(means[c]) - double.CreateTruncating(runningMeans[c]);
            scales[c] = T.CreateTruncating(Math.Clamp(deviation / running, 1 / RMax, RMax));
            shifts[c] = T.CreateTruncating(Math.Clamp(distance / running, -DMax, DMax));
        }

        return (new Variable<T>(r, name: "r"), new Variable<T>(d, name: "d"));
    }

    private double Deviation(T variance) => Math.Sqrt(double.CreateTruncating(variance) + Epsilon);
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="BatchRenorm{T}"/>
    /// <inheritdoc cref="BatchRenorm{T}.BatchRenorm(int, double, double, double?, RunningRule?, bool, bool)" path="/param"/>
    public static BatchRenorm<T> BatchRenorm(
        int channels,
        double rMax = 3,
        double dMax = 5,
        double? epsilon = null,
        RunningRule? running = null,
        bool weight = true,
        bool bias = true) =>
        new(channels, rMax, dMax, epsilon, running, weight, bias);
}
