using System.Globalization;
using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>y = γ · tanh(α·x) + β, elementwise, with one learned α: what stands for a normalization without any statistics (DyT).</summary>
/// <remarks>
/// <para>
/// Zhu et al. 2025, eq. 4. Input with C channels along an axis; no value depends on another:
/// </para>
/// <code>
///            C
///        ┌─┬─┬─┬─┐
///      N │█│ │ │ │     one value alone; a channel
///        │ │ │ │ │     shares γ and β, all share α
///        └─┴─┴─┴─┘ S
/// </code>
/// <para>
/// Learned: α (<c>alpha</c>, (1)), from 0.5 on, γ (<c>weight</c>) from 1 and β (<c>bias</c>) from 0 on, each (C). No buffers: training
/// and evaluation are the same.
/// </para>
/// <para>
/// The names are those of the authors' code, which says channels_last instead of an axis: that is axis −1, and otherwise 1, the default
/// here. PyTorch, Keras, Flax and ONNX do not have the layer.
/// </para>
/// <example>With α = 0.5, γ = 2 and β = 1, x = 2 becomes 2·tanh(1) + 1 = 2.5232.</example>
/// </remarks>
public sealed class DynamicTanh<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double UsualAlpha = 0.5;
    private const int UsualAxis = 1;

    private readonly Parameter<T> _alpha;
    private readonly Parameter<T> _weight;
    private readonly Parameter<T> _bias;

    /// <summary>A dynamic tanh.</summary>
    /// <param name="channels">C.</param>
    /// <param name="alpha">Where α starts.</param>
    /// <param name="axis">Along which the channels lie; −1 for the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no channel, or α is not finite.</exception>
    public DynamicTanh(int channels, double alpha = UsualAlpha, int axis = UsualAxis)
    {
        InitialAlpha = double.IsFinite(alpha)
            ? alpha
            : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "DynamicTanh: α starts at a finite number.");
        Axis = axis;
        _alpha = Register("alpha", new Parameter<T>(Tensor<T>.Full([1], alpha)));
        _weight = Register("weight", new Parameter<T>(Tensor<T>.Ones([AtLeast.One(channels)])));
        _bias = Register("bias", new Parameter<T>([channels]));
    }

    /// <summary>C.</summary>
    public int Channels => _weight.Shape[0];

    /// <summary>Along which axis the channels lie.</summary>
    public int Axis { get; }

    /// <summary>Where α starts.</summary>
    public double InitialAlpha { get; }

    /// <summary>α, (1).</summary>
    public Parameter<T> Alpha => Initialized(_alpha);

    /// <summary>γ, (C).</summary>
    public Parameter<T> Weight => Initialized(_weight);

    /// <summary>β, (C).</summary>
    public Parameter<T> Bias => Initialized(_bias);

    /// <inheritdoc/>
    public override bool IsNormalization => true;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"DynamicTanh({Channels}{(InitialAlpha == UsualAlpha ? "" : $", alpha: {InitialAlpha}")}"
            + $"{(Axis == UsualAxis ? "" : $", axis: {Axis}")})");

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Variable<T> weight = _weight.AlongChannels(this, input.Shape, Axis);
        Variable<T> bias = _bias.AlongChannels(this, input.Shape, Axis);
        return ((input * _alpha).Tanh() * weight) + bias;
    }

    /// <inheritdoc/>
    protected override void OnInitialize(Generator generator)
    {
        _alpha.Value.AsWritableSpan().Fill(T.CreateTruncating(InitialAlpha));
        _weight.Value.AsWritableSpan().Fill(T.One);
        _bias.Value.AsWritableSpan().Clear();
    }

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new DynamicTanh<T>(Channels, InitialAlpha, Axis);
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="DynamicTanh{T}"/>
    /// <inheritdoc cref="DynamicTanh{T}.DynamicTanh(int, double, int)" path="/param"/>
    public static DynamicTanh<T> DynamicTanh(int channels, double alpha = 0.5, int axis = 1) => new(channels, alpha, axis);
}
