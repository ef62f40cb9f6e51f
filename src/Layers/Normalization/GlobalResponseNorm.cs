using System.Globalization;
using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>y = γ · x · n + β + x with n_c = ‖x_c‖ / (Σ‖x_j‖/C + ε): each feature map by its size among those of its sample.</summary>
/// <remarks>
/// <para>Woo et al. 2023 (ConvNeXt V2), eq. 1 to 3. Input (N, C, S...); ‖x_c‖ = √Σx² over all places of a feature map:</para>
/// <code>
///            C
///        ┌─┬─┬─┬─┐
///      N │█│▒│▒│▒│     a feature map's norm (█), against the mean
///        │ │ │ │ │     of the norms of its sample (█ and ▒)
///        └─┴─┴─┴─┘ S
/// </code>
/// <para>
/// Learned: γ (<c>weight</c>) and β (<c>bias</c>), each (C), both from 0 on, where y = x. No buffers: training and evaluation are the
/// same, and no sample depends on another. A feature map of zeros has norm 0 and gradient 0, not NaN.
/// </para>
/// <para>
/// The paper's code has channels last, and γ and β as (1, 1, 1, C); channels are axis 1 here. ε = 1e-6 is the paper's. PyTorch, Keras,
/// Flax and ONNX do not have the layer; timm does.
/// </para>
/// <example>
/// Two channels (3, 4) and (0, 0) have norms 5 and 0, so n = (2, 0): with γ = 1 and β = 0 they become (9, 12) and (0, 0).
/// </example>
/// </remarks>
public sealed class GlobalResponseNorm<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double UsualEpsilon = 1e-6;

    private readonly Parameter<T> _weight;
    private readonly Parameter<T> _bias;

    /// <summary>A global response normalization.</summary>
    /// <param name="channels">C, the extent of axis 1.</param>
    /// <param name="epsilon">ε, added to the mean norm.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no channel, or ε is not above 0 or not finite.</exception>
    public GlobalResponseNorm(int channels, double epsilon = UsualEpsilon)
    {
        Epsilon = epsilon > 0 && double.IsFinite(epsilon)
            ? epsilon
            : throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "GlobalResponseNorm: ε is a finite number above 0.");
        _weight = Register("weight", new Parameter<T>([AtLeast.One(channels)]));
        _bias = Register("bias", new Parameter<T>([channels]));
    }

    /// <summary>C, the extent of axis 1.</summary>
    public int Channels => _weight.Shape[0];

    /// <summary>ε, added to the mean norm.</summary>
    public double Epsilon { get; }

    /// <summary>γ, (C).</summary>
    public Parameter<T> Weight => Initialized(_weight);

    /// <summary>β, (C).</summary>
    public Parameter<T> Bias => Initialized(_bias);

    /// <inheritdoc/>
    public override bool IsNormalization => true;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"GlobalResponseNorm({Channels}{(Epsilon == UsualEpsilon ? "" : $", epsilon: {Epsilon}")})");

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Variable<T> weight = _weight.AlongChannels(this, input.Shape), bias = _bias.AlongChannels(this, input.Shape);
        Variable<T> norm = new EuclideanNorm<T>(axis: 2).Apply(input);
        Variable<T> relative = norm / (norm.Mean([1], keepDimensions: true) + Epsilon);
        return (input * ((weight * relative) + 1)) + bias;
    }

    /// <inheritdoc/>
    protected override void OnInitialize(Generator generator)
    {
        _weight.Value.AsWritableSpan().Clear();
        _bias.Value.AsWritableSpan().Clear();
    }

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new GlobalResponseNorm<T>(Channels, Epsilon);
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="GlobalResponseNorm{T}"/>
    /// <inheritdoc cref="GlobalResponseNorm{T}.GlobalResponseNorm(int, double)" path="/param"/>
    public static GlobalResponseNorm<T> GlobalResponseNorm(int channels, double epsilon = 1e-6) => new(channels, epsilon);
}
