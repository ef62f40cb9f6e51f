using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>A gallery of wrong backwards, one formula each.</summary>
/// <remarks>
/// The right one is ∂ℓ/∂x = invStd · (g − Σg/m − x̂ · Σ(g·x̂)/m) with g = γ·∂ℓ/∂y, and with given statistics invStd · g. The gallery
/// shows which check catches which mistake, names mistakes in others' backwards, and tests the checks themselves.
/// </remarks>
public static class WrongBackwards<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<WrongBackward<T>> All { get; } =
    [
        InTraining(
            "constant-statistics", "invStd · g", "the statistics are treated as constants, which is evaluation's formula in training",
            p => p.S * p.G),
        InTraining(
            "no-mean-path", "invStd · (g − x̂ · Σ(g·x̂)/m)", "the path through the mean is missing",
            p => p.S * (p.G - (p.XHat * p.Mean(p.G * p.XHat)))),
        InTraining(
            "no-variance-path", "invStd · (g − Σg/m)", "the path through the variance is missing",
            p => p.S * (p.G - p.Mean(p.G))),
        InTraining(
            "wrong-axis", "invStd · (g − Σ'g/m' − x̂ · Σ'(g·x̂)/m'), Σ' over the other axes", "the sums run over the wrong axes",
            p => p.S * (p.G - p.Forward.MeanOverOtherAxes(p.G) - (p.XHat * p.Forward.MeanOverOtherAxes(p.G * p.XHat)))),
        InTraining(
            "bessel-variance", "invStd · (g − Σg/m − x̂ · Σ(g·x̂)/(m−1))", "m−1 stands for m in the variance term",
            p => p.S * (p.G - p.Mean(p.G) - (p.XHat * p.Mean(p.G * p.XHat) * p.Bessel))),
        InTraining(
            "bessel-both", "invStd · (g − Σg/(m−1) − x̂ · Σ(g·x̂)/(m−1))", "m−1 stands for m in both terms",
            p => p.S * (p.G - (p.Bessel * (p.Mean(p.G) + (p.XHat * p.Mean(p.G * p.XHat)))))),
        new(
            "epsilon-outside", "the right formula with 1/(√σ² + ε) for invStd", "ε stands outside the root, and belongs inside",
            true, true,
            Wrong(p => p.Right(p.EpsilonOutside, p.Forward.Centered * p.EpsilonOutside), p => p.Forward.Centered * p.EpsilonOutside)),
        new(
            "no-gamma", "the right formula with g = ∂ℓ/∂y", "γ is left out of g",
            true, true, Wrong(p => (p with { G = p.Upstream }).Right(p.S, p.XHat))),
        InTraining(
            "unbiased-xhat", "the right formula with x̂ = (x − μ)/√(σ²·m/(m−1) + ε)", "x̂ is recomputed with the unbiased deviation",
            p => p.Right(p.S, p.UnbiasedXHat), p => p.UnbiasedXHat),
        new(
            "train-in-eval", "invStd · (g − Σg/m − x̂ · Σ(g·x̂)/m)",
            "training's formula is used in evaluation, where the statistics are constants",
            false, true, Wrong(p => p.S * (p.G - p.Mean(p.G) - (p.XHat * p.Mean(p.G * p.XHat))))),
        InTraining(
            "no-factor-two", "invStd · (g − Σg/m − ½ · x̂ · Σ(g·x̂)/m)", "the factor 2 of the square's derivative is forgotten",
            p => p.S * (p.G - p.Mean(p.G) - (0.5 * p.XHat * p.Mean(p.G * p.XHat)))),
        InTraining(
            "mean-sign", "invStd · (g + Σg/m − x̂ · Σ(g·x̂)/m)", "the path through the mean has the wrong sign",
            p => p.S * (p.G + p.Mean(p.G) - (p.XHat * p.Mean(p.G * p.XHat)))),
    ];

    /// <summary>The one of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static WrongBackward<T> Named(string name) => All.FirstOrDefault(wrong => wrong.Name == name)
        ?? throw new ArgumentException($"'{name}' is not one of {string.Join(", ", All.Select(wrong => wrong.Name))}.", nameof(name));

    private static WrongBackward<T> InTraining(
        string name, string formula, string description,
        Func<BackwardParts<T>, Tensor<T>> input, Func<BackwardParts<T>, Tensor<T>>? normalized = null) =>
        new(name, formula, description, InTraining: true, InEvaluation: false, Wrong(input, normalized));

    private static HandWrittenBackward<T> Wrong(
        Func<BackwardParts<T>, Tensor<T>> input, Func<BackwardParts<T>, Tensor<T>>? normalized = null) => (forward, upstream) =>
    {
        var parts = new BackwardParts<T>(forward, upstream);
        return new LayerGradients<T>
        {
            Input = input(parts),
            Weight = forward.SumToAffine(upstream * (normalized?.Invoke(parts) ?? forward.Normalized)),
            Bias = forward.SumToAffine(upstream),
        };
    };
}
