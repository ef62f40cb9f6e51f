namespace NormNet.Optimizers;

/// <summary>What a <see cref="WeightAverage{T}"/> does with buffers, such as running statistics.</summary>
/// <remarks>
/// Neither gives the statistics of the averaged model, whose layers see other inputs than the trained model's. Estimate them anew by
/// <see cref="Layers.StatisticsReestimation"/> before the averaged model is used; the next update would bring back those of the rule.
/// </remarks>
public enum AveragedBuffers
{
    /// <summary>They are the trained model's, as of the last update.</summary>
    Copied,

    /// <summary>They are averaged as the weights are.</summary>
    Averaged,
}
