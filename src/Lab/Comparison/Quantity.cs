namespace NormNet.Lab;

/// <summary>
/// What can be compared: the named steps of a normalization's forward pass, then its six gradients, in the order they are computed.
/// </summary>
public enum Quantity
{
    /// <summary>μ, one for each statistic.</summary>
    Mean,

    /// <summary>x − μ.</summary>
    Centered,

    /// <summary>σ², one for each statistic.</summary>
    Variance,

    /// <summary>1/√(σ² + ε), one for each statistic.</summary>
    InverseDeviation,

    /// <summary>x̂ = (x − μ)/√(σ² + ε).</summary>
    Normalized,

    /// <summary>y = γ·x̂ + β.</summary>
    Output,

    /// <summary>∂ℓ/∂x̂.</summary>
    NormalizedGradient,

    /// <summary>∂ℓ/∂σ².</summary>
    VarianceGradient,

    /// <summary>∂ℓ/∂μ, μ inside σ² included.</summary>
    MeanGradient,

    /// <summary>∂ℓ/∂x, what is passed on.</summary>
    InputGradient,

    /// <summary>∂ℓ/∂γ.</summary>
    WeightGradient,

    /// <summary>∂ℓ/∂β.</summary>
    BiasGradient,
}

/// <summary>How quantities are written.</summary>
public static class QuantitySymbols
{
    private static readonly string[] Symbols =
        ["μ", "x−μ", "σ²", "invStd", "x̂", "y", "∂ℓ/∂x̂", "∂ℓ/∂σ²", "∂ℓ/∂μ", "∂ℓ/∂x", "∂ℓ/∂γ", "∂ℓ/∂β"];

    /// <summary>The formula sign, such as ∂ℓ/∂σ².</summary>
    public static string Symbol(this Quantity quantity) => Symbols[(int)quantity];

    /// <summary>Whether it is one of the six gradients and not a step of the forward pass.</summary>
    public static bool IsGradient(this Quantity quantity) => quantity >= Quantity.NormalizedGradient;
}
