using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>y = γ · (x − μ)/√(σ² + ε) + β with μ and σ² for each sample and group of adjacent channels, γ and β for each channel.</summary>
/// <remarks>
/// <para>Wu &amp; He 2018. Input (N, C, ...), seen as (N, G, C/G, S):</para>
/// <code>
///            C
///        ┌─┬─┬─┬─┐
///      N │█│█│ │ │     the values that share μ and σ²: C/G channels
///        │ │ │ │ │     of one sample, all their places
///        └─┴─┴─┴─┘ S
/// </code>
/// <para>
/// Learned: γ and β, each (C). No buffers: training and evaluation are the same, and no sample depends on another. One group is layer
/// normalization over (C, S) with an affine per channel; as many groups as channels are instance normalization. The order
/// (groups, channels) is PyTorch's; Flux has the reverse, and MLX groups every G-th channel unless told otherwise.
/// </para>
/// </remarks>
public sealed class GroupNorm<T> : NormalizationLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double UsualEpsilon = 1e-5;

    /// <summary>A group normalization.</summary>
    /// <param name="groups">G, a divisor of the number of channels.</param>
    /// <param name="channels">C, the extent of axis 1.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="weight">Whether there is a γ.</param>
    /// <param name="bias">Whether there is a β.</param>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is less than 1, or ε is negative or not finite.</exception>
    public GroupNorm(int groups, int channels, double epsilon = UsualEpsilon, bool weight = true, bool bias = true)
        : base([AtLeast.One(channels)], epsilon, weight, bias)
    {
        Groups = AtLeast.One(groups);
        if (channels % groups != 0)
            throw new ArgumentException($"GroupNorm: {groups} groups do not divide {channels} channels.", nameof(groups));
    }

    /// <summary>G.</summary>
    public int Groups { get; }

    /// <summary>C, the extent of axis 1.</summary>
    public int Channels => AffineShape[0];

    /// <inheritdoc/>
    public override string ToString() => Describe($"{Groups}, {Channels}", (UsualEpsilon, true, true));

    /// <inheritdoc/>
    protected override string WaysOut =>
        "Use fewer groups, so that each has several channels, or BatchNorm, which shares statistics between samples.";

    /// <inheritdoc/>
    private protected override bool TakesMasks => true;

    /// <inheritdoc/>
    protected override NormalizationPlan Describe(Shape input) => NormalizationPlan.Group(input, Groups);

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) =>
        new GroupNorm<T>(Groups, Channels, Epsilon, Weight is not null, Bias is not null) { Implementation = Implementation };
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="GroupNorm{T}"/>
    /// <inheritdoc cref="GroupNorm{T}.GroupNorm(int, int, double, bool, bool)" path="/param"/>
    public static GroupNorm<T> GroupNorm(int groups, int channels, double epsilon = 1e-5, bool weight = true, bool bias = true) =>
        new(groups, channels, epsilon, weight, bias);
}
