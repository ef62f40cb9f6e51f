namespace NormNet.Lab;

/// <summary>The gradients inside an unfolded normalization, each by the variable it belongs to and its formula.</summary>
internal static class UnfoldedGradients
{
    private static readonly (string Variable, string Formula) Normalized = ("x̂", "∂ℓ/∂x̂ = ∂ℓ/∂y · γ");
    private static readonly (string Variable, string Formula) NormalizedWithoutWeight = ("x̂", "∂ℓ/∂x̂ = ∂ℓ/∂y");
    private static readonly (string Variable, string Formula) Weight = ("γ", "∂ℓ/∂γ = Σ ∂ℓ/∂y · x̂");
    private static readonly (string Variable, string Formula) Bias = ("β", "∂ℓ/∂β = Σ ∂ℓ/∂y");

    /// <summary>Ioffe &amp; Szegedy 2015, §3.</summary>
    private static readonly (string Variable, string Formula)[] Six =
    [
        Normalized,
        ("σ²", "∂ℓ/∂σ² = Σ ∂ℓ/∂x̂ · (x − μ) · (−1/2) · (σ² + ε)^(−3/2)"),
        ("μ", "∂ℓ/∂μ = Σ ∂ℓ/∂x̂ · (−1)/√(σ² + ε) + ∂ℓ/∂σ² · (Σ (−2) · (x − μ))/m"),
        ("x", "∂ℓ/∂x = ∂ℓ/∂x̂ · 1/√(σ² + ε) + ∂ℓ/∂σ² · (2 · (x − μ))/m + ∂ℓ/∂μ · 1/m"),
        Weight,
        Bias,
    ];

    /// <summary>The same without μ, σ² being Σx²/m, as in RMS normalization.</summary>
    private static readonly (string Variable, string Formula)[] Uncentered =
    [
        Normalized,
        ("σ²", "∂ℓ/∂σ² = Σ ∂ℓ/∂x̂ · x · (−1/2) · (σ² + ε)^(−3/2)"),
        ("x", "∂ℓ/∂x = ∂ℓ/∂x̂ · 1/√(σ² + ε) + ∂ℓ/∂σ² · (2 · x)/m"),
        Weight,
        Bias,
    ];

    /// <summary>μ and σ² do not depend on x: each gradient stays with its own value.</summary>
    private static readonly (string Variable, string Formula)[] Given =
    [
        Normalized,
        ("σ²", "∂ℓ/∂σ² = Σ ∂ℓ/∂x̂ · (x − μ) · (−1/2) · (σ² + ε)^(−3/2)"),
        ("μ", "∂ℓ/∂μ = Σ ∂ℓ/∂x̂ · (−1)/√(σ² + ε)"),
        ("x", "∂ℓ/∂x = ∂ℓ/∂x̂ · 1/√(σ² + ε)"),
        Weight,
        Bias,
    ];

    /// <summary>The formulas that hold in an unfolded normalization, of the variables it has.</summary>
    internal static IEnumerable<(string Variable, string Formula)> Of(TapeTrace unfolded)
    {
        (string Variable, string Formula)[] formulas = unfolded.Find("μ") switch
        {
            null => Uncentered,
            { NodeId: null } => Given,
            _ => Six,
        };
        bool hasWeight = unfolded.Find("γ") is not null;
        return formulas
            .Where(formula => unfolded.Find(formula.Variable) is { RequiresGradient: true })
            .Select(formula => formula == Normalized && !hasWeight ? NormalizedWithoutWeight : formula);
    }
}
