namespace NormNet.Layers;

/// <summary>
/// What <see cref="StatisticsReestimation"/> takes for the population's variance, from the batches' means μᵢ and variances σᵢ².
/// </summary>
public enum PopulationVariance
{
    /// <summary>
    /// E[σᵢ²], the average inside the batches: Σᵢ mᵢσᵢ²/Σᵢ(mᵢ − 1) where the rule keeps unbiased variances, else Σᵢ mᵢσᵢ²/Σᵢ mᵢ. For equal
    /// batches the first is m/(m − 1) · E[σᵢ²], that of Ioffe &amp; Szegedy 2015, Algorithm 2.
    /// </summary>
    WithinBatches,

    /// <summary>
    /// E[σᵢ²] + Var[μᵢ], the variance of all values of all batches, about their common mean: Wu &amp; Johnson 2021. With m values in all
    /// it is divided by m − 1 where the rule keeps unbiased variances, else by m.
    /// </summary>
    Total,
}
