using System.Globalization;
using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>
/// Self-attention and a network of two dense layers for each place, each added to what it was given: a transformer's block.
/// </summary>
/// <remarks>
/// <para>
/// Vaswani et al. 2017, §3.1 and 3.3, who normalize after each sum; before each branch (<c>normFirst</c>) is Xiong et al. 2020's pre-norm,
/// which keeps a path without any normalization from the loss to every layer. (N, T, C) stays (N, T, C); d is dropout:
/// </para>
/// <code>
///   after:   x ← norm1(x + d(attention(x)))        before:   x ← x + d(attention(norm1(x)))
///            x ← norm2(x + d(network(x)))                    x ← x + d(network(norm2(x)))
///
///   network(x) = d(activation(x·W₁ᵀ + b₁))·W₂ᵀ + b₂
/// </code>
/// <para>
/// The state's names are PyTorch's: <c>self_attn.in_proj_weight</c>, <c>linear1.weight</c>, <c>linear2.weight</c>, <c>norm1.weight</c>, …
/// A causal block is one of a model that only writes (GPT): what PyTorch calls an encoder layer with a causal mask.
/// </para>
/// </remarks>
/// <example>
/// With another activation and another normalization:
/// <code>
/// TransformerEncoderLayer(64, heads: 4, activation: () => Gelu(), norm: features => RmsNorm(features), normFirst: true)
/// </code>
/// Without any: <c>norm: _ => Sequential()</c>.
/// </example>
public sealed class TransformerEncoderLayer<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double UsualDropout = 0.1;

    private readonly Func<Layer<T>>? _makeActivation;
    private readonly Func<int, Layer<T>>? _makeNorm;
    private readonly Dropout<T> _dropout;
    private readonly Dropout<T> _dropoutOfAttention;
    private readonly Dropout<T> _dropoutOfNetwork;

    /// <summary>A block whose weights are not drawn yet.</summary>
    /// <param name="features">C.</param>
    /// <param name="heads">The attention's heads, which divide C.</param>
    /// <param name="hidden">The features between the two dense layers; 4·C, as in the paper, if absent (PyTorch: 2048).</param>
    /// <param name="dropout">How likely a number of d, or an attention's weight, is dropped in training.</param>
    /// <param name="activation">Makes the layer between the two dense ones; ReLU if absent.</param>
    /// <param name="norm">Makes a normalization over the last axis, of C features; layer normalization if absent.</param>
    /// <param name="normFirst">Whether to normalize before each branch instead of after each sum.</param>
    /// <param name="causal">Whether a place sees only itself and those before.</param>
    /// <exception cref="ArgumentException">The heads do not divide the features.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is less than 1, or the probability is not from 0 to 1.</exception>
    public TransformerEncoderLayer(
        int features, int heads, int? hidden = null, double dropout = UsualDropout,
        Func<Layer<T>>? activation = null, Func<int, Layer<T>>? norm = null, bool normFirst = false, bool causal = false)
    {
        (_makeActivation, _makeNorm, NormFirst) = (activation, norm, normFirst);
        Attention = Register("self_attn", new MultiheadAttention<T>(features, heads, dropout, causal: causal));
        Linear1 = Register("linear1", new Dense<T>(features, hidden ?? (4 * features)));
        Activation = Register("activation", activation is null ? new Relu<T>() : activation());
        _dropout = Register("dropout", new Dropout<T>(dropout));
        Linear2 = Register("linear2", new Dense<T>(Linear1.Outputs, features));
        Norm1 = Register("norm1", norm is null ? new LayerNorm<T>([features]) : norm(features));
        Norm2 = Register("norm2", norm is null ? new LayerNorm<T>([features]) : norm(features));
        _dropoutOfAttention = Register("dropout1", new Dropout<T>(dropout));
        _dropoutOfNetwork = Register("dropout2", new Dropout<T>(dropout));
    }

    /// <summary>Whether to normalize before each branch instead of after each sum.</summary>
    public bool NormFirst { get; }

    /// <summary>The self-attention.</summary>
    public MultiheadAttention<T> Attention { get; }

    /// <summary>x·W₁ᵀ + b₁.</summary>
    public Dense<T> Linear1 { get; }

    /// <summary>What stands between the two dense layers.</summary>
    public Layer<T> Activation { get; }

    /// <summary>x·W₂ᵀ + b₂.</summary>
    public Dense<T> Linear2 { get; }

    /// <summary>The attention's normalization.</summary>
    public Layer<T> Norm1 { get; }

    /// <summary>The network's normalization.</summary>
    public Layer<T> Norm2 { get; }

    /// <summary>Applies the block to places that a mask lets see each other; on a tape, under the layer's name.</summary>
    /// <param name="input">(N, T, C).</param>
    /// <param name="mask">Which places each place may see, 1 for those: (T, T), (N, T, T) or (N, heads, T, T).</param>
    /// <param name="keyMask">Which places there are, (N, T): 0 for those that only fill a shorter sequence up.</param>
    /// <exception cref="ArgumentException">A shape does not fit, or a mask holds another number than 0 and 1.</exception>
    public Variable<T> Forward(Variable<T> input, Tensor<T>? mask, Tensor<T>? keyMask = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        using (EnterName())
            return Apply(input, mask, keyMask);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"TransformerEncoderLayer({Attention.Features}, heads: {Attention.Heads}, hidden: {Linear1.Outputs}"
        + $"{(_dropout.Probability == UsualDropout ? "" : $", dropout: {_dropout.Probability}")}"
        + $"{(_makeActivation is null ? "" : $", {Activation}")}"
        + $"{(_makeNorm is null ? "" : $", {Norm1}")}{(NormFirst ? ", normFirst" : "")}{(Attention.IsCausal ? ", causal" : "")})");

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input) => Apply(input, mask: null, keyMask: null);

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new TransformerEncoderLayer<T>(
        Attention.Features, Attention.Heads, Linear1.Outputs, _dropout.Probability, _makeActivation, _makeNorm, NormFirst,
        Attention.IsCausal);

    private Variable<T> Apply(Variable<T> x, Tensor<T>? mask, Tensor<T>? keyMask)
    {
        if (NormFirst)
        {
            x += Attend(Norm1.Forward(x), mask, keyMask);
            return x + Network(Norm2.Forward(x));
        }

        x = Norm1.Forward(x + Attend(x, mask, keyMask));
        return Norm2.Forward(x + Network(x));
    }

    private Variable<T> Attend(Variable<T> x, Tensor<T>? mask, Tensor<T>? keyMask) =>
        _dropoutOfAttention.Forward(mask is null && keyMask is null ? Attention.Forward(x) : Attention.Forward(x, x, x, mask, keyMask));

    private Variable<T> Network(Variable<T> x) =>
        _dropoutOfNetwork.Forward(Linear2.Forward(_dropout.Forward(Activation.Forward(Linear1.Forward(x)))));
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="TransformerEncoderLayer{T}"/>
    /// <inheritdoc cref="TransformerEncoderLayer{T}.TransformerEncoderLayer" path="/param"/>
    public static TransformerEncoderLayer<T> TransformerEncoderLayer(
        int features, int heads, int? hidden = null, double dropout = 0.1,
        Func<Layer<T>>? activation = null, Func<int, Layer<T>>? norm = null, bool normFirst = false, bool causal = false) =>
        new(features, heads, hidden, dropout, activation, norm, normFirst, causal);
}
