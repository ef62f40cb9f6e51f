using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>
/// y = γ · (x − μ)/√(σ² + ε) + β with everything fixed: a batch normalization of which nothing is learned or followed any more.
/// </summary>
/// <remarks>
/// <para>
/// For fine-tuning with batches too small for statistics, as of detectors. Input (N, C, ...); nothing is shared between its values, so any
/// number of samples will do, and training and evaluation are the same:
/// </para>
/// <code>
///            C
///        ┌─┬─┬─┬─┐
///      N │a│b│c│d│     one fixed γ, β, μ and σ² for each channel
///        │a│b│c│d│
///        └─┴─┴─┴─┘ S
/// </code>
/// <para>
/// Learned: nothing. Buffers: γ, β, μ and σ² as <c>weight</c>, <c>bias</c>, <c>running_mean</c>, <c>running_var</c>, each (C), and
/// <c>num_batches_tracked</c>, which nothing changes: the state of a <see cref="BatchNorm{T}"/>, so either loads the other's.
/// torchvision's FrozenBatchNorm2d has the same buffers but the count, which may be missing here and is dropped there. To fix the
/// statistics and go on learning γ and β, use <see cref="RunningNormalizationLayer{T}.Freeze"/>; Keras's <c>trainable = False</c> is this
/// layer.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var trained = new BatchNorm&lt;double&gt;(channels: 2);
/// trained.Forward(Tensor&lt;double&gt;.From([[1, 2], [3, 5], [4, 7]]));
/// var frozen = new FrozenBatchNorm&lt;double&gt;(channels: 2);
/// frozen.LoadStateDict(trained.StateDict());
/// Tensor&lt;double&gt; y = frozen.Forward(Tensor&lt;double&gt;.From([[1, 2]])).Value;        // one sample will do
/// </code>
/// </example>
public sealed class FrozenBatchNorm<T> : NormalizationLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double UsualEpsilon = 1e-5;

    private readonly Counter _batches;

    /// <summary>A batch normalization of γ = 1, β = 0, μ = 0, σ² = 1, until a state is loaded.</summary>
    /// <param name="channels">C, the extent of axis 1.</param>
    /// <param name="epsilon">ε, which should be that of the layer whose state is loaded.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no channel, or ε is negative or not finite.</exception>
    public FrozenBatchNorm(int channels, double epsilon = UsualEpsilon)
        : base([AtLeast.One(channels)], epsilon, weight: false, bias: false)
    {
        FixedWeight = Register("weight", new Buffer<T>(Tensor<T>.Ones([channels])));
        FixedBias = Register("bias", new Buffer<T>(Tensor<T>.Zeros([channels])));
        FixedMean = Register("running_mean", new Buffer<T>(Tensor<T>.Zeros([channels])));
        FixedVariance = Register("running_var", new Buffer<T>(Tensor<T>.Ones([channels])));
        _batches = Register("num_batches_tracked", new Counter(), optional: true);
    }

    /// <summary>The number of channels, the extent of axis 1.</summary>
    public int Channels => AffineShape[0];

    /// <summary>γ, (C).</summary>
    public Buffer<T> FixedWeight { get; }

    /// <summary>β, (C).</summary>
    public Buffer<T> FixedBias { get; }

    /// <summary>μ, (C).</summary>
    public Buffer<T> FixedMean { get; }

    /// <summary>σ², (C).</summary>
    public Buffer<T> FixedVariance { get; }

    /// <summary>A layer that goes on as a batch normalization does in evaluation now, with copies of its numbers.</summary>
    /// <param name="layer">The layer; without γ or β those are 1 and 0.</param>
    public static FrozenBatchNorm<T> From(BatchNorm<T> layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        var frozen = new FrozenBatchNorm<T>(layer.Channels, layer.Epsilon) { Implementation = layer.Implementation };
        if (layer.Weight is { } weight)
            frozen.FixedWeight.Value = weight.Value.Clone();
        if (layer.Bias is { } bias)
            frozen.FixedBias.Value = bias.Value.Clone();
        frozen.FixedMean.Value = layer.Running!.Mean.Value.Clone();
        frozen.FixedVariance.Value = layer.Running.Variance.Value.Clone();
        frozen._batches.Value = layer.Running.Batches;
        return frozen;
    }

    /// <inheritdoc/>
    public override NormalizationExplanation Explain(Shape input) => base.Explain(input) with
    {
        HasWeight = true,
        HasBias = true,
        IsLearned = false,
        Source = StatisticsSource.Running,
        Running = "fixed, as are γ and β",
        IsFrozen = true,
    };

    /// <inheritdoc/>
    public override string ToString() => Describe($"{Channels}", (UsualEpsilon, false, false));

    /// <inheritdoc/>
    protected override NormalizationPlan Describe(Shape input) => NormalizationPlan.Batch(input);

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return NormalizeByStatistics(
            PlanOf(input.Shape), input, FixedMean.Value, FixedVariance.Value, FixedWeight.Value, FixedBias.Value);
    }

    /// <inheritdoc/>
    protected override void OnInitialize(Generator generator)
    {
        FixedWeight.Value = Tensor<T>.Ones([Channels]);
        FixedBias.Value = Tensor<T>.Zeros([Channels]);
        FixedMean.Value = Tensor<T>.Zeros([Channels]);
        FixedVariance.Value = Tensor<T>.Ones([Channels]);
        _batches.Value = 0;
    }

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) =>
        new FrozenBatchNorm<T>(Channels, Epsilon) { Implementation = Implementation };
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="FrozenBatchNorm{T}"/>
    /// <inheritdoc cref="FrozenBatchNorm{T}.FrozenBatchNorm(int, double)" path="/param"/>
    public static FrozenBatchNorm<T> FrozenBatchNorm(int channels, double epsilon = 1e-5) => new(channels, epsilon);
}
