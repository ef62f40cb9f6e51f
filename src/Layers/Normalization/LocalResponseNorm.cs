using System.Globalization;
using System.Numerics;
using System.Text;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>y_c = x_c / (k + α/size · Σ x_j²)^β, the sum over a window of neighbouring channels at the same place.</summary>
/// <remarks>
/// <para>Krizhevsky, Sutskever &amp; Hinton 2012, §3.3. Input (N, C, S...), of any rank from 3 on; size = 3:</para>
/// <code>
///            C
///        ┌─┬─┬─┬─┐
///      N │█│█│█│ │     what the second channel is divided by: itself
///        │ │ │ │ │     and its neighbours, of one sample and place
///        └─┴─┴─┴─┘ S
/// </code>
/// <para>
/// Nothing is learned and there are no buffers: training and evaluation are the same. The window is cut off at the first and the last
/// channel, and α is divided by the size there too.
/// </para>
/// <para>
/// Defaults are PyTorch's. An even size has one channel more before c than after it, as in PyTorch: size 4 takes c − 2 … c + 1. ONNX
/// mirrors that, c − 1 … c + 2: extraAfter. Both divide α by the size; the paper does not, and its k = 2, n = 5, α = 1e-4, β = 0.75
/// are <c>LocalResponseNorm(5, alpha: 5e-4, k: 2)</c> here. Keras and Flax have no such layer.
/// </para>
/// <example>
/// x = (1, 2, 3) in three channels, size 2, α = 2, β = 1, k = 1: y = (1/2, 2/6, 3/14), and with extraAfter (1/6, 2/14, 3/10).
/// </example>
/// </remarks>
public sealed class LocalResponseNorm<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double UsualAlpha = 1e-4, UsualBeta = 0.75, UsualK = 1;

    private readonly WindowSum<T> _window;

    /// <summary>A local response normalization.</summary>
    /// <param name="size">The number of channels in a window.</param>
    /// <param name="alpha">α, the weight of the mean square of a full window.</param>
    /// <param name="beta">β, the exponent.</param>
    /// <param name="k">What is added, so that the base stays above 0.</param>
    /// <param name="extraAfter">Whether the one more channel of an even size comes after (ONNX) instead of before (PyTorch).</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1, α or β negative, k not above 0, or one not finite.</exception>
    public LocalResponseNorm(int size, double alpha = UsualAlpha, double beta = UsualBeta, double k = UsualK, bool extraAfter = false)
    {
        Size = AtLeast.One(size);
        Alpha = alpha >= 0 && double.IsFinite(alpha)
            ? alpha
            : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "LocalResponseNorm: α is a finite number that is not negative.");
        Beta = beta >= 0 && double.IsFinite(beta)
            ? beta
            : throw new ArgumentOutOfRangeException(nameof(beta), beta, "LocalResponseNorm: β is a finite number that is not negative.");
        K = k > 0 && double.IsFinite(k)
            ? k
            : throw new ArgumentOutOfRangeException(nameof(k), k, "LocalResponseNorm: k is a finite number above 0.");
        ExtraAfter = extraAfter;
        _window = extraAfter ? new(1, (size - 1) / 2, size / 2) : new(1, size / 2, (size - 1) / 2);
    }

    /// <summary>The number of channels in a window.</summary>
    public int Size { get; }

    /// <summary>α, the weight of the mean square of a full window.</summary>
    public double Alpha { get; }

    /// <summary>β, the exponent.</summary>
    public double Beta { get; }

    /// <summary>k, what is added.</summary>
    public double K { get; }

    /// <summary>Whether the one more channel of an even size comes after instead of before.</summary>
    public bool ExtraAfter { get; }

    /// <inheritdoc/>
    public override bool IsNormalization => true;

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder($"LocalResponseNorm({Size}");
        if (Alpha != UsualAlpha)
            text.Append(CultureInfo.InvariantCulture, $", alpha: {Alpha}");
        if (Beta != UsualBeta)
            text.Append(CultureInfo.InvariantCulture, $", beta: {Beta}");
        if (K != UsualK)
            text.Append(CultureInfo.InvariantCulture, $", k: {K}");
        if (ExtraAfter)
            text.Append(", extraAfter: true");
        return text.Append(')').ToString();
    }

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank < 3)
        {
            throw new ArgumentException(
                $"{this}: an input has the axes (N, C, ...), at least three; this one has shape {input.Shape}.", nameof(input));
        }

        return input * ((_window.Apply(input * input) * (Alpha / Size)) + K).Power(-Beta);
    }

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new LocalResponseNorm<T>(Size, Alpha, Beta, K, ExtraAfter);
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="LocalResponseNorm{T}"/>
    /// <inheritdoc cref="LocalResponseNorm{T}.LocalResponseNorm(int, double, double, double, bool)" path="/param"/>
    public static LocalResponseNorm<T> LocalResponseNorm(
        int size, double alpha = 1e-4, double beta = 0.75, double k = 1, bool extraAfter = false) => new(size, alpha, beta, k, extraAfter);
}
