using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>
/// σ(s) · (x − μ(x))/σ(x) + μ(s): a content's feature maps x with the means and deviations of a style's, s; σ = √(variance + ε).
/// </summary>
/// <remarks>
/// <para>
/// Huang &amp; Belongie 2017. Content (N, C, ...) and style (N, C, ...), whose places may be others in number, or (1, C, ...) for all
/// samples:
/// </para>
/// <code>
///            C                     C
///        ┌─┬─┬─┬─┐             ┌─┬─┬─┬─┐
///      N │█│ │ │ │     as      │█│ │ │ │     each map of the content gets μ and σ
///        │ │ │ │ │             │ │ │ │ │     of the same map of the style
///        └─┴─┴─┴─┘ S           └─┴─┴─┴─┘ S′
/// </code>
/// <para>
/// Learned: nothing. No buffers: training and evaluation are the same. The gradient flows to content and style. The style comes as a
/// second argument, or through <see cref="Style"/> where the layer stands inside a <see cref="Sequential{T}"/>. Variances are Σ(x −
/// μ)²/m; some programs divide by m − 1. PyTorch, Keras, Flax and ONNX have no such layer.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var layer = new AdaptiveInstanceNorm&lt;double&gt;(channels: 1, epsilon: 0);
/// Tensor&lt;double&gt; content = Tensor&lt;double&gt;.From([[[-1, 1, -1, 1]]]), style = Tensor&lt;double&gt;.From([[[10, 14]]]);
/// Tensor&lt;double&gt; y = layer.Forward(content, style).Value;                        // 10, 14, 10, 14
/// </code>
/// </example>
public sealed class AdaptiveInstanceNorm<T> : InstanceAffineLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double UsualEpsilon = 1e-5;

    /// <summary>An adaptive instance normalization.</summary>
    /// <param name="channels">C, the extent of axis 1 of content and style.</param>
    /// <param name="epsilon">ε, added to both variances inside the root.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no channel, or ε is negative or not finite.</exception>
    public AdaptiveInstanceNorm(int channels, double epsilon = UsualEpsilon)
        : base(channels, epsilon)
    {
    }

    /// <summary>
    /// The style of the inputs that <see cref="Layer{T}.Forward"/> gets from now on; null until somebody sets it. A setting of the moment:
    /// neither state nor copied by a clone.
    /// </summary>
    public Variable<T>? Style { get; set; }

    /// <summary>Applies the layer with a style of its own.</summary>
    /// <param name="content">x, (N, C, ...).</param>
    /// <param name="style">s, (N, C, ...) or (1, C, ...).</param>
    /// <exception cref="ArgumentException">Channels or samples do not fit, or a map has one value.</exception>
    public Variable<T> Forward(Variable<T> content, Variable<T> style)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(style);
        using (EnterName())
            return Normalize(content, style);
    }

    /// <inheritdoc/>
    public override string ToString() => Describe($"{Channels}", (UsualEpsilon, false, false));

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Normalize(input, Style ?? throw new InvalidOperationException(
            $"{this} has no style: give it as a second argument of Forward, or set Style."));
    }

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) =>
        new AdaptiveInstanceNorm<T>(Channels, Epsilon) { Implementation = Implementation };

    private Variable<T> Normalize(Variable<T> content, Variable<T> style)
    {
        NormalizationPlan styled = PlanOfEnough(style.Shape), plan = PlanOfEnough(content.Shape);
        (int samples, int styles) = (plan.Input[0], styled.Input[0]);
        if (styles != samples && styles != 1)
        {
            throw new ArgumentException(
                $"{this}: a style of shape {styled.Input} does not fit a content of shape {plan.Input}.", nameof(style));
        }

        int[] places = styled.SharedAxes.ToArray();
        Variable<T> mean = style.Mean(places, keepDimensions: true), centered = style - mean;
        Variable<T> deviation = ((centered * centered).Mean(places, keepDimensions: true) + Epsilon).Sqrt();
        return NormalizeInstances(content, EachSample(deviation), EachSample(mean));

        Variable<T> EachSample(Variable<T> statistic) => statistic.Reshape(styles, Channels).BroadcastTo([samples, Channels]);
    }
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="AdaptiveInstanceNorm{T}"/>
    /// <inheritdoc cref="AdaptiveInstanceNorm{T}.AdaptiveInstanceNorm(int, double)" path="/param"/>
    public static AdaptiveInstanceNorm<T> AdaptiveInstanceNorm(int channels, double epsilon = 1e-5) => new(channels, epsilon);
}
