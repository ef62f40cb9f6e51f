using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>y = γ · (x − μ)/√(σ² + ε) + β with μ and σ² over the last axes, γ and β for each position in them.</summary>
/// <remarks>
/// <para>Ba, Kiros &amp; Hinton 2016. Input (..., shape):</para>
/// <code>
///            shape
///        ┌─┬─┬─┬─┐
///      N │█│█│█│█│     the values that share μ and σ²: one row,
///        │ │ │ │ │     whatever the batch holds besides
///        └─┴─┴─┴─┘
/// </code>
/// <para>
/// Learned: γ and β, each of the given shape. No buffers: training and evaluation are the same, and no sample depends on another. ε = 1e-5
/// as in PyTorch; Keras takes 1e-3, Flax 1e-6. ONNX names an axis from which on is normalized instead of a shape.
/// </para>
/// </remarks>
public sealed class LayerNorm<T> : NormalizationLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double UsualEpsilon = 1e-5;

    /// <summary>A layer normalization.</summary>
    /// <param name="shape">The last axes' extents.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="weight">Whether there is a γ.</param>
    /// <param name="bias">Whether there is a β.</param>
    /// <exception cref="ArgumentException">The shape has no axis or no element.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ε is negative or not finite.</exception>
    public LayerNorm(Shape shape, double epsilon = UsualEpsilon, bool weight = true, bool bias = true)
        : base(TrailingShape.Checked(shape, nameof(LayerNorm<>)), epsilon, weight, bias)
    {
    }

    /// <inheritdoc/>
    public override string ToString() => Describe(string.Join(", ", AffineShape), (UsualEpsilon, true, true));

    /// <inheritdoc/>
    protected override string WaysOut => "Normalize over more axes, or without subtracting the mean: RmsNorm.";

    /// <inheritdoc/>
    private protected override bool TakesMasks => true;

    /// <inheritdoc/>
    protected override NormalizationPlan Describe(Shape input) => NormalizationPlan.Layer(input, AffineShape);

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) =>
        new LayerNorm<T>(AffineShape, Epsilon, Weight is not null, Bias is not null) { Implementation = Implementation };
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="LayerNorm{T}"/>
    /// <inheritdoc cref="LayerNorm{T}.LayerNorm(Shape, double, bool, bool)" path="/param"/>
    public static LayerNorm<T> LayerNorm(Shape shape, double epsilon = 1e-5, bool weight = true, bool bias = true) =>
        new(shape, epsilon, weight, bias);

    /// <summary>A layer normalization over the last axis.</summary>
    /// <param name="features">Its extent.</param>
    public static LayerNorm<T> LayerNorm(int features) => new([features]);
}
