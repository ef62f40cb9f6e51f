using System.Globalization;
using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>ŵ = (w − μ)/√(σ² + ε) with μ and σ² over each output's weights; with a gain, ŵ · gain/√(fan in).</summary>
/// <remarks>
/// <para>
/// Qiao et al. 2019, eq. 7 and 8; the gain is Brock, De &amp; Smith's (2021, eq. 1). For the weight of a <see cref="Conv2D{T}"/> or
/// <see cref="Dense{T}"/>: <c>WeightStandardization(Conv2D(16, 32, kernel: 3))</c>.
/// </para>
/// <code>
///           inputs (and places of the kernel)
///           ┌─┬─┬─┬─┐
///   outputs │█│█│█│█│   the weights that share μ and σ²:
///           │ │ │ │ │   those of one output
///           └─┴─┴─┴─┘
/// </code>
/// <para>
/// Learned: w, the layer's own <c>weight</c>, and if asked for the gain (<c>reparametrization.gain</c>), one number an output from 1 on. No
/// buffers: training and evaluation are the same, and nothing depends on the data. It is meant in front of a normalization, such as
/// GroupNorm; without a gain an output alone has the size of √(fan in) inputs, with one that of an input, which nets without
/// normalization are built on.
/// </para>
/// <para>
/// The variance is biased and ε = 1e-6 stands inside the root, as in timm's StdConv2d and ScaledStdConv2d; Big Transfer has 1e-10 there,
/// the authors' code adds 1e-5 to an unbiased deviation. PyTorch, Keras and Flax do not have it.
/// </para>
/// <example>w = (1, 2, 3, 6) has mean 3 and variance 3.5; the layer computes with (−2, −1, 0, 3)/√3.5.</example>
/// </remarks>
public sealed class WeightStandardization<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double UsualEpsilon = 1e-6;

    private readonly Normalize<T> _normalize;
    private readonly Parameter<T>? _gain;

    /// <summary>A weight standardization, to be given to <see cref="WeightedLayer{T}.Reparametrize"/>.</summary>
    /// <param name="weight">w, outputs first.</param>
    /// <param name="gain">Whether the result is multiplied by a learned gain over the root of the fan in.</param>
    /// <param name="epsilon">ε.</param>
    /// <exception cref="ArgumentException">An output has a single weight.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ε is negative or not finite.</exception>
    public WeightStandardization(Parameter<T> weight, bool gain = false, double epsilon = UsualEpsilon)
    {
        ArgumentNullException.ThrowIfNull(weight);
        Shape matrix = [weight.Shape[0], weight.Shape.CountOf(1, weight.Shape.Rank)];
        if (matrix[1] < 2)
        {
            throw new ArgumentException(
                $"WeightStandardization: mean and variance need at least 2 weights an output; "
                    + $"a weight of shape {weight.Shape} has {matrix[1]}.",
                nameof(weight));
        }

        NormalizationPlan plan = NormalizationPlan.Layer(matrix, [matrix[1]]).WithEpsilon(epsilon);
        _normalize = new Normalize<T>(plan, hasWeight: false, hasBias: false);
        Shape perOutput = Shape.Of([matrix[0], .. Enumerable.Repeat(1, weight.Shape.Rank - 1)]);
        _gain = gain ? Register("gain", new Parameter<T>(Tensor<T>.Ones(perOutput))) : null;
    }

    /// <summary>The gain of each output; null without one.</summary>
    public Parameter<T>? Gain => Initialized(_gain);

    /// <summary>ε, inside the root.</summary>
    public double Epsilon => _normalize.Plan.Epsilon;

    /// <inheritdoc/>
    public override bool IsNormalization => true;

    /// <inheritdoc/>
    public override string ToString()
    {
        string[] settings =
        [
            .. _gain is null ? Array.Empty<string>() : ["gain: true"],
            .. Epsilon == UsualEpsilon ? Array.Empty<string>() : [string.Create(CultureInfo.InvariantCulture, $"epsilon: {Epsilon}")],
        ];
        return settings.Length == 0 ? TypeName : $"{TypeName}({string.Join(", ", settings)})";
    }

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Shape matrix = _normalize.Plan.Input;
        Variable<T> standardized = _normalize.Apply(input.Reshape(matrix)).Reshape(input.Shape);
        return _gain is null ? standardized : standardized * (_gain * (1 / Math.Sqrt(matrix[1])));
    }

    /// <inheritdoc/>
    protected override void OnInitialize(Generator generator) => _gain?.Value.AsWritableSpan().Fill(T.One);
}

public static partial class Nn<T>
{
    /// <summary>The layer with weight standardization: <inheritdoc cref="WeightStandardization{T}" path="/summary/node()"/></summary>
    /// <inheritdoc cref="WeightStandardization{T}" path="/remarks"/>
    /// <param name="layer">The layer whose weight it is.</param>
    /// <param name="gain">Whether the result is multiplied by a learned gain over the root of the fan in.</param>
    /// <param name="epsilon">ε.</param>
    /// <exception cref="InvalidOperationException">The layer is reparametrized already.</exception>
    /// <exception cref="ArgumentException">An output has a single weight.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ε is negative or not finite.</exception>
    public static TLayer WeightStandardization<TLayer>(TLayer layer, bool gain = false, double epsilon = 1e-6)
        where TLayer : WeightedLayer<T>
    {
        ArgumentNullException.ThrowIfNull(layer);
        layer.Reparametrize(weight => new WeightStandardization<T>(weight, gain, epsilon));
        return layer;
    }
}
