namespace NormNet.Samples.Experiments;

/// <summary>One of the side changes, with its names.</summary>
/// <param name="Flag">Which.</param>
/// <param name="Switch">The switch that takes it back in the rows that make it.</param>
/// <param name="Kept">What is there without it, in tables.</param>
/// <param name="Description">The switch's line in <c>--help</c>.</param>
internal sealed record SideChange(SideChanges Flag, string Switch, string Kept, string Description)
{
    /// <summary>All of them, in the paper's order.</summary>
    internal static IReadOnlyList<SideChange> Each { get; } =
    [
        new(SideChanges.NoDropout, "keep-dropout", "dropout kept", "BN rows but the baseline: with dropout"),
        new(SideChanges.LessDecayOfWeights, "keep-l2", "whole L2 penalty", "BN rows but the baseline: with the whole L2 penalty"),
        new(SideChanges.FasterDecayOfRate, "keep-rate-decay", "slow decay of the rate",
            "BN rows but the baseline: with the slow decay of the rate"),
        new(SideChanges.NoLocalResponseNorm, "keep-lrn", "LRN kept", "BN rows but the baseline: with local response normalization"),
        new(SideChanges.Shuffling, "keep-batches", "the same batches in every epoch",
            "BN rows but the baseline: with the same batches in every epoch"),
        new(SideChanges.LessDistortion, "keep-distortion", "whole distortion",
            "BN rows but the baseline: with the whole distortion of contrast"),
    ];
}
