using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>
/// y = γ · (x − μ)/√(σ² + ε) + β with μ and σ² for each sample and channel: statistics over all places of one feature map.
/// </summary>
/// <remarks>
/// <para>Ulyanov, Vedaldi &amp; Lempitsky 2017. Input (N, C, ...), places S from axis 2 on:</para>
/// <code>
///            C
///        ┌─┬─┬─┬─┐
///      N │█│ │ │ │     the values that share μ and σ²: one channel
///        │ │ │ │ │     of one sample, all its places
///        └─┴─┴─┴─┘ S
/// </code>
/// <para>
/// Learned, if asked for: γ and β, each (C). As in PyTorch there are none unless asked for, and no running statistics, so training
/// and evaluation are the same. With a rule the running statistics follow the average over the samples, and evaluation uses
/// them. Feature maps of one value are an error; PyTorch gives zeros for some of them.
/// </para>
/// </remarks>
public sealed class InstanceNorm<T> : RunningNormalizationLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double UsualEpsilon = 1e-5;

    /// <summary>An instance normalization.</summary>
    /// <param name="channels">C, the extent of axis 1.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="weight">Whether there is a γ.</param>
    /// <param name="bias">Whether there is a β.</param>
    /// <param name="running">How running statistics follow; absent, none are kept.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no channel, or ε is negative or not finite.</exception>
    public InstanceNorm(int channels, double epsilon = UsualEpsilon, bool weight = false, bool bias = false, RunningRule? running = null)
        : base(AtLeast.One(channels), epsilon, weight, bias, running)
    {
    }

    /// <inheritdoc/>
    public override string ToString() => Describe($"{Channels}", (UsualEpsilon, false, false), StatisticsSettings(usual: null));

    /// <inheritdoc/>
    protected override string WaysOut =>
        "Normalize earlier, where a feature map has several places, or share statistics between channels or samples: "
            + "GroupNorm or BatchNorm.";

    /// <inheritdoc/>
    private protected override bool TakesMasks => true;

    /// <inheritdoc/>
    protected override NormalizationPlan Describe(Shape input) => NormalizationPlan.Instance(input);

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) =>
        CopyChoicesTo(new InstanceNorm<T>(Channels, Epsilon, Weight is not null, Bias is not null, Running?.Rule));
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="InstanceNorm{T}"/>
    /// <inheritdoc cref="InstanceNorm{T}.InstanceNorm(int, double, bool, bool, RunningRule?)" path="/param"/>
    public static InstanceNorm<T> InstanceNorm(
        int channels, double epsilon = 1e-5, bool weight = false, bool bias = false, RunningRule? running = null) =>
        new(channels, epsilon, weight, bias, running);
}
