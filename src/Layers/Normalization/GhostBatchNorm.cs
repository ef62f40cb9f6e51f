using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>
/// Batch normalization of parts of the batch apart: y = γ · (x − μ)/√(σ² + ε) + β with one μ and σ² for each virtual batch and channel.
/// </summary>
/// <remarks>
/// <para>
/// Hoffer, Hubara &amp; Soudry 2017, to give a large batch the noise, and with it the generalization, of small ones. Input (N, C, ...):
/// </para>
/// <code>
///            C
///        ┌─┬─┬─┬─┐
///      n │█│ │ │ │     the values that share μ and σ²: one channel of the
///        │█│ │ │ │     n adjacent samples of a virtual batch, all places
///        ├─┼─┼─┼─┤
///      n │ │ │ │ │     the next virtual batch
///        └─┴─┴─┴─┘ S
/// </code>
/// <para>
/// Where the size does not divide N, the batch is cut into ⌈N/size⌉ virtual batches as equal as possible, the larger ones first: none is
/// larger than asked for, and no lonely sample is left over. Ten samples by four are 4 + 3 + 3. N up to the size is <see
/// cref="BatchNorm{T}"/>.
/// </para>
/// <para>
/// Learned: γ and β, each (C). Buffers: those of <see cref="BatchNorm{T}"/>. As in the paper's Algorithm 1 the running statistics follow
/// each virtual batch by itself, in order, so that the momentum means what it means for batches of that size; <c>num_batches_tracked</c>
/// counts virtual batches. In evaluation the running statistics are used and the virtual batches play no part.
/// </para>
/// <para>
/// <see cref="NormalizationLayer{T}.PlanOf"/> shows the virtual batches where they have one size, else the whole batch. PyTorch and Flax
/// have no such layer; Keras had it as <c>virtual_batch_size</c>, which had to divide N.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var layer = new GhostBatchNorm&lt;double&gt;(channels: 1, virtualBatch: 2, epsilon: 0);
/// Tensor&lt;double&gt; y = layer.Forward(Tensor&lt;double&gt;.From([[1], [3], [10], [30]])).Value;   // −1, 1, −1, 1
/// </code>
/// </example>
public sealed class GhostBatchNorm<T> : RunningNormalizationLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly RunningRule Usual = RunningStatistics.PyTorch();

    /// <summary>A batch normalization of virtual batches.</summary>
    /// <param name="channels">C, the extent of axis 1.</param>
    /// <param name="virtualBatch">The most samples of a virtual batch.</param>
    /// <param name="epsilon">ε; absent, the running rule's.</param>
    /// <param name="running">How the running statistics follow; absent, PyTorch's rule.</param>
    /// <param name="weight">Whether there is a γ.</param>
    /// <param name="bias">Whether there is a β.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is less than 1, or ε is negative or not finite.</exception>
    public GhostBatchNorm(
        int channels, int virtualBatch, double? epsilon = null, RunningRule? running = null, bool weight = true, bool bias = true)
        : base(AtLeast.One(channels), epsilon ?? (running ?? Usual).Epsilon, weight, bias, running ?? Usual) =>
        VirtualBatch = AtLeast.One(virtualBatch);

    /// <summary>The most samples of a virtual batch.</summary>
    public int VirtualBatch { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        Describe($"{Channels}, {VirtualBatch}", (Running!.Rule.Epsilon, true, true), StatisticsSettings(Usual));

    /// <inheritdoc/>
    protected override string WaysOut =>
        "Train with larger virtual batches or larger batches, or use the running statistics: Eval() or Freeze().";

    /// <inheritdoc/>
    protected override NormalizationPlan Describe(Shape input)
    {
        int samples = input.Rank < 2 ? 0 : input[0], count = Count(samples);
        return count > 1 && samples % count == 0
            ? NormalizationPlan.VirtualBatches(input, samples / count)
            : NormalizationPlan.Batch(input);
    }

    /// <inheritdoc/>
    private protected override Variable<T> NormalizeByBatch(NormalizationPlan plan, Variable<T> input)
    {
        int samples = input.Shape[0], count = Math.Max(1, Count(samples)), larger = samples % count;
        if (larger == 0)
            return NormalizeVirtualBatches(plan, input);

        int smallSize = samples / count, cut = larger * (smallSize + 1);
        NormalizationPlan large = NormalizationPlan.VirtualBatches(input.Shape.With(0, cut), smallSize + 1).WithEpsilon(Epsilon);
        NormalizationPlan small = NormalizationPlan.VirtualBatches(input.Shape.With(0, samples - cut), smallSize).WithEpsilon(Epsilon);

        // Before the larger ones are followed: an error leaves the running statistics as they were.
        RequireEnoughValues(small, small.ValuesPerStatistic);
        Variable<T> first = NormalizeVirtualBatches(large, input.Slice(axis: 0, 0, cut));
        return Variable<T>.Concatenate([first, NormalizeVirtualBatches(small, input.Slice(axis: 0, cut, samples - cut))], axis: 0);
    }

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) =>
        CopyChoicesTo(new GhostBatchNorm<T>(Channels, VirtualBatch, Epsilon, Running!.Rule, Weight is not null, Bias is not null));

    private int Count(int samples) => (samples + VirtualBatch - 1) / VirtualBatch;

    private Variable<T> NormalizeVirtualBatches(NormalizationPlan plan, Variable<T> input) =>
        NormalizeByOwnStatistics(
            plan, input, FollowsBatches ? (means, variances) => Follow(means, variances, plan.ValuesPerStatistic) : null);

    private void Follow(ReadOnlySpan<T> means, ReadOnlySpan<T> variances, int valuesPerStatistic)
    {
        for (int start = 0; start < means.Length; start += Channels)
            Running!.Update(means.Slice(start, Channels), variances.Slice(start, Channels), valuesPerStatistic);
    }
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="GhostBatchNorm{T}"/>
    /// <inheritdoc cref="GhostBatchNorm{T}.GhostBatchNorm(int, int, double?, RunningRule?, bool, bool)" path="/param"/>
    public static GhostBatchNorm<T> GhostBatchNorm(
        int channels, int virtualBatch, double? epsilon = null, RunningRule? running = null, bool weight = true, bool bias = true) =>
        new(channels, virtualBatch, epsilon, running, weight, bias);
}
