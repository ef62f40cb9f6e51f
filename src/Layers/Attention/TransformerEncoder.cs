using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>Transformer blocks one after the other, and a normalization at the end: (N, T, C) stays (N, T, C).</summary>
/// <remarks>
/// Vaswani et al. 2017. The state's names are PyTorch's: <c>layers.0.self_attn.in_proj_weight</c>, …, <c>norm.weight</c>. Blocks that
/// normalize first leave their sums unnormalized, so that a normalization at the end belongs to them (Xiong et al. 2020). Unlike
/// PyTorch's, whose blocks start as copies of one, each is drawn by itself.
/// </remarks>
/// <example>
/// A small model of language, that gives the logits of each next character from those before:
/// <code>
/// var model = Sequential(
///     Embedding(characters, 64), LearnedPositions(128, 64),
///     TransformerEncoder(2, () => TransformerEncoderLayer(64, heads: 4, normFirst: true, causal: true), LayerNorm(64)),
///     Dense(64, characters));
/// </code>
/// </example>
public sealed class TransformerEncoder<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TransformerEncoderLayer<T>[] _layers;

    /// <summary>Blocks in the order in which they are applied.</summary>
    /// <param name="layers">The blocks.</param>
    /// <param name="norm">What comes after the last one; null for nothing.</param>
    /// <exception cref="ArgumentException">There is no block.</exception>
    public TransformerEncoder(IEnumerable<TransformerEncoderLayer<T>> layers, Layer<T>? norm = null)
    {
        ArgumentNullException.ThrowIfNull(layers);
        _layers = [.. layers];
        if (_layers.Length == 0)
            throw new ArgumentException("TransformerEncoder: at least one layer is needed.", nameof(layers));

        Register("layers", new Sequential<T>([.. _layers]));
        Norm = norm is null ? null : Register("norm", norm);
    }

    /// <summary>The blocks in the order in which they are applied.</summary>
    public IReadOnlyList<TransformerEncoderLayer<T>> Layers => _layers;

    /// <summary>What comes after the last block; null for nothing.</summary>
    public Layer<T>? Norm { get; }

    /// <summary>Applies the blocks to places that a mask lets see each other; on a tape, under the layer's name.</summary>
    /// <inheritdoc cref="TransformerEncoderLayer{T}.Forward(Variable{T}, Tensor{T}, Tensor{T})"/>
    public Variable<T> Forward(Variable<T> input, Tensor<T>? mask, Tensor<T>? keyMask = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        using (EnterName())
            return Apply(input, mask, keyMask);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"TransformerEncoder({string.Join(", ", _layers.Select(layer => layer.ToString()))}{(Norm is null ? "" : $", norm: {Norm}")})";

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input) => Apply(input, mask: null, keyMask: null);

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner)
    {
        ArgumentNullException.ThrowIfNull(cloner);
        return new TransformerEncoder<T>([.. _layers.Select(cloner.Clone)], Norm is null ? null : cloner.Clone(Norm));
    }

    private Variable<T> Apply(Variable<T> x, Tensor<T>? mask, Tensor<T>? keyMask)
    {
        using (Tape<T>.EnterScope("layers"))
        {
            foreach (TransformerEncoderLayer<T> layer in _layers)
                x = layer.Forward(x, mask, keyMask);
        }

        return Norm?.Forward(x) ?? x;
    }
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="TransformerEncoder{T}"/>
    /// <param name="count">How many blocks.</param>
    /// <param name="layer">Makes one.</param>
    /// <param name="norm">What comes after the last one; null for nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is less than 1.</exception>
    public static TransformerEncoder<T> TransformerEncoder(int count, Func<TransformerEncoderLayer<T>> layer, Layer<T>? norm = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return new([.. Enumerable.Range(0, AtLeast.One(count)).Select(_ => layer())], norm);
    }
}
