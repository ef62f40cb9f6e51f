using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>y = γ · (x − μ)/√(σ² + ε) + β with one μ, σ², γ and β for each channel: statistics over the batch and all places.</summary>
/// <remarks>
/// <para>Ioffe &amp; Szegedy 2015. Input (N, C), (N, C, L), (N, C, H, W), ...; channels are axis 1 for every rank:</para>
/// <code>
///            C
///        ┌─┬─┬─┬─┐
///      N │█│ │ │ │     the values that share μ and σ²: one channel,
///        │█│ │ │ │     of all samples and places
///        └─┴─┴─┴─┘ S
/// </code>
/// <para>
/// Learned: γ (<c>weight</c>) and β (<c>bias</c>), each (C). Buffers: <c>running_mean</c>, <c>running_var</c>, <c>num_batches_tracked</c>.
/// In training the batch's μ and biased σ² are used, and the running ones follow them; in evaluation the running ones are used and
/// y is an affine function of x.
/// </para>
/// <para>
/// Defaults are PyTorch's: ε = 1e-5, momentum 0.1 as the weight of the new batch, an unbiased running variance. Keras and Flax have
/// channels last, ε = 1e-3 and 1e-5, the weight of the old value as momentum and a biased running variance:
/// <see cref="RunningStatistics.Keras"/>, <see cref="RunningStatistics.Flax"/>. A bias in front of this layer has gradient 0.
/// </para>
/// </remarks>
public sealed class BatchNorm<T> : RunningNormalizationLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly RunningRule Usual = RunningStatistics.PyTorch();

    /// <summary>A batch normalization.</summary>
    /// <param name="channels">C, the extent of axis 1.</param>
    /// <param name="epsilon">ε; absent, the running rule's.</param>
    /// <param name="running">How the running statistics follow; absent, PyTorch's rule.</param>
    /// <param name="weight">Whether there is a γ.</param>
    /// <param name="bias">Whether there is a β.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no channel, or ε is negative or not finite.</exception>
    public BatchNorm(int channels, double? epsilon = null, RunningRule? running = null, bool weight = true, bool bias = true)
        : base(AtLeast.One(channels), epsilon ?? (running ?? Usual).Epsilon, weight, bias, running ?? Usual)
    {
    }

    /// <inheritdoc/>
    public override string ToString() => Describe($"{Channels}", (Running!.Rule.Epsilon, true, true), StatisticsSettings(Usual));

    /// <inheritdoc/>
    protected override string WaysOut =>
        "Train with larger batches (dropLast leaves out a short last one), or use the running statistics: Eval() or Freeze().";

    /// <inheritdoc/>
    private protected override bool TakesMasks => true;

    /// <inheritdoc/>
    protected override NormalizationPlan Describe(Shape input) => NormalizationPlan.Batch(input);

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) =>
        CopyChoicesTo(new BatchNorm<T>(Channels, Epsilon, Running!.Rule, Weight is not null, Bias is not null));
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="BatchNorm{T}"/>
    /// <inheritdoc cref="BatchNorm{T}.BatchNorm(int, double?, RunningRule?, bool, bool)" path="/param"/>
    public static BatchNorm<T> BatchNorm(
        int channels, double? epsilon = null, RunningRule? running = null, bool weight = true, bool bias = true) =>
        new(channels, epsilon, running, weight, bias);
}
