using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>
/// Batch normalization of a batch that lies in parts: y = γ · (x − μ)/√(σ² + ε) + β with one μ and σ² for each channel of all parts
/// together.
/// </summary>
/// <remarks>
/// <para>
/// As in data-parallel training (Peng et al. 2018 and others), the replicas being inputs on one tape. Each is (N, C, ...), with C in
/// common; samples and places may differ in number:
/// </para>
/// <code>
///            C            C            C
///        ┌─┬─┬─┬─┐    ┌─┬─┬─┬─┐    ┌─┬─┬─┬─┐
///     N₁ │█│ │ │ │ N₂ │█│ │ │ │ N₃ │█│ │ │ │     the values that share μ and σ²:
///        │█│ │ │ │    │█│ │ │ │    └─┴─┴─┴─┘     one channel of all replicas
///        └─┴─┴─┴─┘    └─┴─┴─┴─┘ S
/// </code>
/// <para>
/// Every replica's count m, mean μ and M = Σ(x − μ)² are merged by the formula of Chan, Golub &amp; LeVeque (1983), in the order of the
/// list: with δ = μ_b − μ_a and m = m_a + m_b, μ = μ_a + δ·m_b/m and M = M_a + M_b + δ²·m_a·m_b/m. Unequal counts therefore count as what
/// they are, and the result is that of <see cref="BatchNorm{T}"/> on the concatenation: outputs, gradients to every replica, running
/// statistics (one update a step). All of it is single operations on the tape, where what replicas tell each other can be seen.
/// </para>
/// <para>
/// Learned: γ and β, each (C). Buffers: those of <see cref="BatchNorm{T}"/>. In evaluation every replica is normalized by the running
/// statistics. With one input the layer is <see cref="BatchNorm{T}"/>. PyTorch's SyncBatchNorm merges between processes, Keras
/// (<c>synchronized=True</c>) and Flax (<c>axis_name</c>) between devices.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var layer = new SyncBatchNorm&lt;double&gt;(channels: 1, epsilon: 0);
/// using var tape = Tape&lt;double&gt;.Record();
/// IReadOnlyList&lt;Variable&lt;double&gt;&gt; y = layer.Forward(
///     [tape.Input(Tensor&lt;double&gt;.From([[1]])), tape.Input(Tensor&lt;double&gt;.From([[1], [4]]))]);   // μ = 2, σ² = 2
/// </code>
/// </example>
public sealed class SyncBatchNorm<T> : RunningNormalizationLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly RunningRule Usual = RunningStatistics.PyTorch();

    /// <summary>A batch normalization over replicas.</summary>
    /// <param name="channels">C, the extent of axis 1.</param>
    /// <param name="epsilon">ε; absent, the running rule's.</param>
    /// <param name="running">How the running statistics follow; absent, PyTorch's rule.</param>
    /// <param name="weight">Whether there is a γ.</param>
    /// <param name="bias">Whether there is a β.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no channel, or ε is negative or not finite.</exception>
    public SyncBatchNorm(int channels, double? epsilon = null, RunningRule? running = null, bool weight = true, bool bias = true)
        : base(AtLeast.One(channels), epsilon ?? (running ?? Usual).Epsilon, weight, bias, running ?? Usual)
    {
    }

    /// <summary>Applies the layer to all replicas at once.</summary>
    /// <param name="replicas">The parts of the batch, each (N, C, ...); one without samples takes no part.</param>
    /// <returns>The outputs, in the order of the inputs.</returns>
    /// <exception cref="ArgumentException">There is no replica, one has other channels, or all together have too few values.</exception>
    public IReadOnlyList<Variable<T>> Forward(IReadOnlyList<Variable<T>> replicas)
    {
        ArgumentNullException.ThrowIfNull(replicas);
        if (replicas.Count == 0)
            throw new ArgumentException($"{this}: there is no replica.", nameof(replicas));
        using (EnterName())
            return Normalize(replicas);
    }

    /// <inheritdoc/>
    public override string ToString() => Describe($"{Channels}", (Running!.Rule.Epsilon, true, true), StatisticsSettings(Usual));

    /// <inheritdoc/>
    protected override string WaysOut =>
        "Train with larger batches (dropLast leaves out a short last one), or use the running statistics: Eval() or Freeze().";

    /// <inheritdoc/>
    protected override NormalizationPlan Describe(Shape input) => NormalizationPlan.Batch(input);

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) =>
        CopyChoicesTo(new SyncBatchNorm<T>(Channels, Epsilon, Running!.Rule, Weight is not null, Bias is not null));

    private Variable<T>[] Normalize(IReadOnlyList<Variable<T>> replicas)
    {
        NormalizationPlan[] plans = [.. replicas.Select(replica => PlanOf(replica.Shape))];
        if (!UsesBatchStatistics)
            return [.. replicas.Zip(plans, (part, plan) => NormalizeByRunning(plan, part))];

        int values = plans.Sum(plan => plan.ValuesPerStatistic);
        RequireEnoughValues(plans[0], values);

        // A shift common to all changes no output and no gradient, and leaves means near 0, whose rounding is small against the deviations.
        Tensor<T> origin = Origin(replicas, plans);
        Variable<T>[] shifted = [.. replicas.Zip(plans, (replica, plan) => replica - plan.ViewAffine<T>(origin))];
        (_, Variable<T> mean, Variable<T> squares) = shifted.Zip(plans).Where(part => part.Second.ValuesPerStatistic > 0)
            .Select(part => Moments(part.First, part.Second)).Aggregate(Merge);
        Variable<T> variance = squares * (1.0 / values);
        (mean.Name, variance.Name) = ("μ", "σ²");

        Variable<T>[] outputs = [.. shifted.Zip(plans, (replica, plan) => NormalizeByStatistics(plan, replica, mean, variance))];
        if (FollowsBatches)
            Running!.Update((mean.Value + origin).AsSpan(), variance.Value.AsSpan(), values);
        return outputs;
    }

    /// <summary>The means of the first replica that has any.</summary>
    private static Tensor<T> Origin(IReadOnlyList<Variable<T>> replicas, NormalizationPlan[] plans)
    {
        int first = Array.FindIndex(plans, plan => plan.ValuesPerStatistic > 0);
        NormalizationStatistics<T> statistics = Normalization.Statistics(plans[first], replicas[first].Value);
        var origin = Tensor<T>.From(statistics.Mean, plans[first].AffineShape);
        Tensor<T>.Return(statistics.Table);
        return origin;
    }

    private static (double Count, Variable<T> Mean, Variable<T> Squares) Moments(Variable<T> replica, NormalizationPlan plan)
    {
        Variable<T> mean = plan.SumToAffine(replica) * (1.0 / plan.ValuesPerStatistic), centered = replica - plan.ViewAffine(mean);
        return (plan.ValuesPerStatistic, mean, plan.SumToAffine(centered * centered));
    }

    private static (double Count, Variable<T> Mean, Variable<T> Squares) Merge(
        (double Count, Variable<T> Mean, Variable<T> Squares) a, (double Count, Variable<T> Mean, Variable<T> Squares) b)
    {
        double count = a.Count + b.Count;
        Variable<T> distance = b.Mean - a.Mean, between = distance * distance * (a.Count * b.Count / count);
        return (count, a.Mean + (distance * (b.Count / count)), a.Squares + b.Squares + between);
    }
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="SyncBatchNorm{T}"/>
    /// <inheritdoc cref="SyncBatchNorm{T}.SyncBatchNorm(int, double?, RunningRule?, bool, bool)" path="/param"/>
    public static SyncBatchNorm<T> SyncBatchNorm(
        int channels, double? epsilon = null, RunningRule? running = null, bool weight = true, bool bias = true) =>
        new(channels, epsilon, running, weight, bias);
}
