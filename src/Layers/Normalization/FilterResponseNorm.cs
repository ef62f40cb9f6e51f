using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>y = γ · x/√(ν² + ε) + β with ν² = Σx²/m for each sample and channel: instance normalization without the mean.</summary>
/// <remarks>
/// <para>
/// Singh &amp; Krishnan 2020, eq. 1 and 2. Input (N, C, ...), places S from axis 2 on, m of them. A <see cref="ThresholdedLinearUnit{T}"/>
/// belongs behind it, in place of ReLU: without the mean subtracted, 0 is no good threshold.
/// </para>
/// <code>
///            C
///        ┌─┬─┬─┬─┐
///      N │█│ │ │ │     the values that share ν²: one channel
///        │ │ │ │ │     of one sample, all its places
///        └─┴─┴─┴─┘ S
/// </code>
/// <para>
/// Learned: γ and β, each (C), and ε if asked for: then ε = ε₀ + |ε_l| with one ε_l a layer (<c>eps</c>, (1)) that starts at 1e-4. No
/// buffers: training and evaluation are the same, and no sample depends on another.
/// </para>
/// <para>
/// ε₀ = 1e-6 as in the paper; timm, which has the layer, takes 1e-5 and learns no ε. PyTorch, Keras, Flax and ONNX do not have it. Where a
/// channel is one value, as behind a dense layer, y is nearly a sign unless ε is learned, which the paper advises there.
/// </para>
/// <example>
/// A channel (3, 4) with ε₀ = 0 becomes (3, 4)/√12.5; (−3, −4) becomes the negative of it, which the thresholded unit at τ = 0 cuts off.
/// </example>
/// </remarks>
public sealed class FilterResponseNorm<T> : NormalizationLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double UsualEpsilon = 1e-6, LearnedStart = 1e-4;

    private readonly Parameter<T>? _learned;

    /// <summary>A filter response normalization.</summary>
    /// <param name="channels">C, the extent of axis 1.</param>
    /// <param name="epsilon">ε₀, and ε unless a part of it is learned.</param>
    /// <param name="learnsEpsilon">Whether the size of a parameter is added to ε₀.</param>
    /// <param name="weight">Whether there is a γ.</param>
    /// <param name="bias">Whether there is a β.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no channel, or ε₀ is negative or not finite.</exception>
    public FilterResponseNorm(int channels, double epsilon = UsualEpsilon, bool learnsEpsilon = false, bool weight = true, bool bias = true)
        : base([AtLeast.One(channels)], epsilon, weight, bias) =>
        _learned = learnsEpsilon ? Register("eps", new Parameter<T>(Tensor<T>.Full([1], LearnedStart))) : null;

    /// <summary>C, the extent of axis 1.</summary>
    public int Channels => AffineShape[0];

    /// <summary>ε_l, whose size is added to ε₀; null where ε is fixed.</summary>
    public Parameter<T>? LearnedEpsilon => Initialized(_learned);

    /// <inheritdoc/>
    public override string ToString() =>
        Describe($"{Channels}", (UsualEpsilon, true, true), _learned is null ? Array.Empty<string>() : ["learnsEpsilon: true"]);

    /// <inheritdoc/>
    protected override NormalizationPlan Describe(Shape input) => NormalizationPlan.Instance(input).WithoutCentering();

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        if (_learned is null)
            return base.ForwardCore(input);

        ArgumentNullException.ThrowIfNull(input);
        NormalizationPlan plan = PlanOf(input.Shape);
        Variable<T> x = plan.View(input), epsilon = new EuclideanNorm<T>(axis: 1).Apply(_learned) + Epsilon;
        Variable<T> meanSquare = (x * x).Mean(plan.SharedAxes.ToArray(), keepDimensions: true);
        Variable<T> y = x * (meanSquare + epsilon).ReciprocalSqrt();
        if (Weight is not null)
            y *= plan.ViewAffine(Weight);
        if (Bias is not null)
            y += plan.ViewAffine(Bias);
        return y.Reshape(input.Shape);
    }

    /// <inheritdoc/>
    protected override void OnInitialize(Generator generator)
    {
        base.OnInitialize(generator);
        _learned?.Value.AsWritableSpan().Fill(T.CreateTruncating(LearnedStart));
    }

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) =>
        new FilterResponseNorm<T>(Channels, Epsilon, _learned is not null, Weight is not null, Bias is not null)
        {
            Implementation = Implementation,
        };
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="FilterResponseNorm{T}"/>
    /// <inheritdoc cref="FilterResponseNorm{T}.FilterResponseNorm(int, double, bool, bool, bool)" path="/param"/>
    public static FilterResponseNorm<T> FilterResponseNorm(
        int channels, double epsilon = 1e-6, bool learnsEpsilon = false, bool weight = true, bool bias = true) =>
        new(channels, epsilon, learnsEpsilon, weight, bias);
}
