using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>y = γ · x/√(Σx²/m + ε) over the last axes: layer normalization without the mean.</summary>
/// <remarks>
/// <para>
/// Zhang &amp; Sennrich 2019. Input (..., shape), the axes of <see cref="LayerNorm{T}"/>. Learned: γ of the given shape. No buffers:
/// training and evaluation are the same. One value per statistic is fine, as nothing is centred.
/// </para>
/// <para>ε = 1e-6 as in Keras and Flax; PyTorch's default is the roundoff of the type, MLX's and ONNX's 1e-5.</para>
/// </remarks>
public sealed class RmsNorm<T> : NormalizationLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double UsualEpsilon = 1e-6;

    /// <summary>A root mean square normalization.</summary>
    /// <param name="shape">The last axes' extents.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="weight">Whether there is a γ.</param>
    /// <param name="bias">Whether there is a β, which the paper has not.</param>
    /// <exception cref="ArgumentException">The shape has no axis or no element.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ε is negative or not finite.</exception>
    public RmsNorm(Shape shape, double epsilon = UsualEpsilon, bool weight = true, bool bias = false)
        : base(TrailingShape.Checked(shape, nameof(RmsNorm<>)), epsilon, weight, bias)
    {
    }

    /// <inheritdoc/>
    public override string ToString() => Describe(string.Join(", ", AffineShape), (UsualEpsilon, true, false));

    /// <inheritdoc/>
    private protected override bool TakesMasks => true;

    /// <inheritdoc/>
    protected override NormalizationPlan Describe(Shape input) => NormalizationPlan.Layer(input, AffineShape).WithoutCentering();

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) =>
        new RmsNorm<T>(AffineShape, Epsilon, Weight is not null, Bias is not null) { Implementation = Implementation };
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="RmsNorm{T}"/>
    /// <inheritdoc cref="RmsNorm{T}.RmsNorm(Shape, double, bool, bool)" path="/param"/>
    public static RmsNorm<T> RmsNorm(Shape shape, double epsilon = 1e-6, bool weight = true, bool bias = false) =>
        new(shape, epsilon, weight, bias);

    /// <summary>A root mean square normalization over the last axis.</summary>
    /// <param name="features">Its extent.</param>
    public static RmsNorm<T> RmsNorm(int features) => new([features]);
}
