using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>The lecture's six gradients (Ioffe &amp; Szegedy 2015, §3), each formula as it is written, term by term.</summary>
/// <remarks>
/// With given statistics μ and σ² are constants: their gradients are still those of the formulas, but σ² does not depend on μ and
/// nothing flows through either to x. A layer that does not centre has no μ.
/// </remarks>
public static class LectureBackward
{
    /// <summary>All six.</summary>
    /// <param name="forward">The steps of the forward pass.</param>
    /// <param name="upstream">∂ℓ/∂y, under the same view.</param>
    public static LayerGradients<T> Run<T>(ForwardValues<T> forward, Tensor<T> upstream)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(forward);
        LectureTerms<T> terms = LectureTerms<T>.Of(forward, upstream);
        return new LayerGradients<T>
        {
            Normalized = terms.NormalizedGradient,
            Variance = terms.VarianceGradient,
            Mean = terms.MeanGradient,
            Input = terms.InputGradient,
            Weight = forward.SumToAffine(upstream * forward.Normalized),
            Bias = forward.SumToAffine(upstream),
        };
    }
}

/// <summary>The terms of the lecture's formulas, kept apart so that each can be looked at.</summary>
/// <param name="NormalizedGradient">∂ℓ/∂x̂ = ∂ℓ/∂y · γ.</param>
/// <param name="VarianceGradient">∂ℓ/∂σ² = Σ ∂ℓ/∂x̂ · (x − μ) · (−½)(σ² + ε)^(−3/2).</param>
/// <param name="MeanDirect">The first term of ∂ℓ/∂μ: Σ ∂ℓ/∂x̂ · (−1/√(σ² + ε)).</param>
/// <param name="MeanThroughVariance">The second: ∂ℓ/∂σ² · Σ −2(x − μ)/m, which is 0 but for rounding.</param>
/// <param name="InputDirect">The first term of ∂ℓ/∂x: ∂ℓ/∂x̂ · 1/√(σ² + ε).</param>
/// <param name="InputThroughVariance">The second: ∂ℓ/∂σ² · 2(x − μ)/m.</param>
/// <param name="InputThroughMean">The third: ∂ℓ/∂μ · 1/m.</param>
public sealed record LectureTerms<T>(
    Tensor<T> NormalizedGradient,
    Tensor<T> VarianceGradient,
    Tensor<T>? MeanDirect,
    Tensor<T>? MeanThroughVariance,
    Tensor<T> InputDirect,
    Tensor<T>? InputThroughVariance,
    Tensor<T>? InputThroughMean)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>∂ℓ/∂μ, both terms; null for a layer that does not centre.</summary>
    public Tensor<T>? MeanGradient => MeanThroughVariance is null ? MeanDirect : MeanDirect! + MeanThroughVariance;

    /// <summary>∂ℓ/∂x, all its terms.</summary>
    public Tensor<T> InputGradient
    {
        get
        {
            Tensor<T> sum = InputThroughVariance is null ? InputDirect : InputDirect + InputThroughVariance;
            return InputThroughMean is null ? sum : sum + InputThroughMean;
        }
    }

    /// <summary>The terms at one forward pass.</summary>
    public static LectureTerms<T> Of(ForwardValues<T> forward, Tensor<T> upstream)
    {
        ArgumentNullException.ThrowIfNull(forward);
        Tensor<T> shifted = forward.Variance + forward.Epsilon;
        Tensor<T> inverse = 1.0 / shifted.Sqrt();
        Tensor<T> byNormalized = upstream * forward.Weight;
        Tensor<T> byVariance = forward.SumShared(byNormalized * forward.Centered * -0.5 * shifted.Power(T.CreateChecked(-1.5)));
        Tensor<T>? direct = forward.Mean is null ? null : forward.SumShared(byNormalized * -inverse);
        if (!forward.UsesBatchStatistics)
            return new(byNormalized, byVariance, direct, null, byNormalized * inverse, null, null);

        Tensor<T>? throughVariance = forward.Mean is null
            ? null
            : byVariance * (forward.SumShared(forward.Centered * -2) / forward.Divisor);
        return new(
            byNormalized,
            byVariance,
            direct,
            throughVariance,
            byNormalized * inverse,
            byVariance * (2 * forward.Centered / forward.Divisor),
            direct is null ? null : (direct + throughVariance!) / forward.Count);
    }
}
