using System.Globalization;
using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>y = g · x/max(‖x‖, ε) over the last axes, with one learned length g for all.</summary>
/// <remarks>
/// <para>Nguyen &amp; Salazar 2019, eq. 5. Input (..., shape):</para>
/// <code>
///            shape
///        ┌─┬─┬─┬─┐
///      N │█│█│█│█│     the values that are brought to the length g
///        │ │ │ │ │     together: one row
///        └─┴─┴─┴─┘
/// </code>
/// <para>
/// Learned: g (<c>weight</c>, (1)), from √d on, d the elements of the shape: there the layer is <see cref="RmsNorm{T}"/> at γ = 1 and
/// ε = 0. No buffers: training and evaluation are the same, and no sample depends on another. A row of zeros stays zeros, with
/// gradient 0.
/// </para>
/// <para>ε = 1e-5 bounds the norm from below, as in the authors' code. PyTorch, Keras, Flax and ONNX do not have the layer.</para>
/// <example>(3, 4) has length 5; with g = 10 it becomes (6, 8), and so does (30, 40).</example>
/// </remarks>
public sealed class ScaleNorm<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double UsualEpsilon = 1e-5;

    private readonly Parameter<T> _weight;

    /// <summary>A normalization to one length.</summary>
    /// <param name="shape">The last axes' extents.</param>
    /// <param name="epsilon">ε, the least norm that is divided by.</param>
    /// <exception cref="ArgumentException">The shape has no axis or no element.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ε is not above 0 or not finite.</exception>
    public ScaleNorm(Shape shape, double epsilon = UsualEpsilon)
    {
        NormalizedShape = TrailingShape.Checked(shape, nameof(ScaleNorm<>));
        Epsilon = epsilon > 0 && double.IsFinite(epsilon)
            ? epsilon
            : throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "ScaleNorm: ε is a finite number above 0.");
        _weight = Register("weight", new Parameter<T>(Tensor<T>.Full([1], Math.Sqrt(shape.Count))));
    }

    /// <summary>The last axes' extents.</summary>
    public Shape NormalizedShape { get; }

    /// <summary>ε, the least norm that is divided by.</summary>
    public double Epsilon { get; }

    /// <summary>g, (1).</summary>
    public Parameter<T> Weight => Initialized(_weight);

    /// <inheritdoc/>
    public override bool IsNormalization => true;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"ScaleNorm({string.Join(", ", NormalizedShape)}{(Epsilon == UsualEpsilon ? "" : $", epsilon: {Epsilon}")})");

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int leading = input.Shape.Rank - NormalizedShape.Rank;
        if (leading < 0 || !input.Shape.Extents[leading..].SequenceEqual(NormalizedShape.Extents))
        {
            throw new ArgumentException(
                $"{this}: an input of shape {input.Shape} does not end in the axes {NormalizedShape}.", nameof(input));
        }

        Variable<T> norm = new EuclideanNorm<T>(leading).Apply(input).Maximum(Tensor<T>.Scalar(Epsilon));
        return input * (_weight / norm);
    }

    /// <inheritdoc/>
    protected override void OnInitialize(Generator generator) =>
        _weight.Value.AsWritableSpan().Fill(T.CreateTruncating(Math.Sqrt(NormalizedShape.Count)));

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new ScaleNorm<T>(NormalizedShape, Epsilon);
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="ScaleNorm{T}"/>
    /// <inheritdoc cref="ScaleNorm{T}.ScaleNorm(Shape, double)" path="/param"/>
    public static ScaleNorm<T> ScaleNorm(Shape shape, double epsilon = 1e-5) => new(shape, epsilon);

    /// <summary>A normalization to one length over the last axis.</summary>
    /// <param name="features">Its extent.</param>
    public static ScaleNorm<T> ScaleNorm(int features) => new([features]);
}
