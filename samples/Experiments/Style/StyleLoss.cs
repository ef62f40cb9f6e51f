using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Samples.Experiments;

/// <summary>How far pictures are from a content and from a texture, each relative to what it is compared with.</summary>
/// <remarks>
/// Gatys, Ecker &amp; Bethge 2016, §2. Content: Σ(φ − φ*)²/Σφ*², φ the deep maps. Style: ‖G − G*‖²/‖G*‖², G the Gram matrix of
/// shallow maps, as a mean over the two layers and the pictures. The whole is their sum.
/// </remarks>
internal sealed class StyleLoss
{
    private readonly StyleFeatures _features;
    private readonly Tensor<float> _fine;
    private readonly Tensor<float> _coarse;

    /// <summary>The loss against a texture of shape (1, 1, height, width).</summary>
    internal StyleLoss(StyleFeatures features, Tensor<float> style)
    {
        _features = features;
        (Variable<float> fine, Variable<float> coarse, _) = features.Of(style);
        (_fine, _coarse) = (Gram(fine).Value, Gram(coarse).Value);
    }

    /// <summary>G = F·Fᵀ/(C·H·W) for each sample, F its maps as (C, H·W): which of them are active together, wherever that is.</summary>
    /// <param name="maps">(N, C, H, W).</param>
    /// <returns>(N, C, C).</returns>
    public static Variable<float> Gram(Variable<float> maps)
    {
        (int samples, int channels, int places) = (maps.Shape[0], maps.Shape[1], maps.Shape[2] * maps.Shape[3]);
        Variable<float> rows = maps.Reshape(samples, channels, places);
        return rows.MatMul(rows, transposeB: true) * (1.0 / (channels * places));
    }

    /// <summary>Both parts, scalars.</summary>
    /// <param name="pictures">(N, 1, H, W).</param>
    /// <param name="content">The deep maps of what they are to show.</param>
    public (Variable<float> Content, Variable<float> Style) Parts(Variable<float> pictures, Tensor<float> content)
    {
        (Variable<float> fine, Variable<float> coarse, Variable<float> deep) = _features.Of(pictures);
        return (Relative(deep, content), 0.5 * (Relative(Gram(fine), _fine) + Relative(Gram(coarse), _coarse)));
    }

    /// <summary>The parts together.</summary>
    /// <inheritdoc cref="Parts" path="/param"/>
    public Variable<float> Total(Variable<float> pictures, Tensor<float> content)
    {
        (Variable<float> contentPart, Variable<float> stylePart) = Parts(pictures, content);
        return contentPart + stylePart;
    }

    /// <summary>Σ(a − b)²/Σb², b being repeated for all samples where it is one.</summary>
    private static Variable<float> Relative(Variable<float> actual, Tensor<float> expected)
    {
        double repeated = (double)actual.Shape.Count / expected.Count;
        Variable<float> difference = actual - expected;
        return (difference * difference).Sum() * (1 / (repeated * expected.Square().Sum().Item()));
    }
}
