using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Samples.Experiments;

/// <summary>What normalizes the small residual network.</summary>
/// <param name="Key">Its name in keys and files.</param>
/// <param name="Title">Its name in tables.</param>
/// <param name="Make">The layer for maps (channels, height, width); null for none.</param>
/// <param name="RemovesBias">Whether a bias before it would be subtracted again.</param>
internal sealed record ResidualNorm(string Key, string Title, Func<Shape, Layer<float>>? Make, bool RemovesBias = false)
{
    /// <summary>G of group normalization, for 8 to 32 channels.</summary>
    internal const int Groups = 4;

    /// <summary>Images that share statistics in ghost batch normalization, whatever the batch.</summary>
    internal const int GhostBatch = 2;

    /// <summary>The limits of batch renormalization that Wu &amp; He took.</summary>
    internal const double RMax = 1.5, DMax = 0.5;

    internal static ResidualNorm Batch { get; } = new("bn", "BN", maps => BatchNorm(maps[0]), RemovesBias: true);

    /// <remarks>With one γ and β for each channel, as in the paper: group normalization of one group.</remarks>
    internal static ResidualNorm Layer { get; } = new("ln", "LN", maps => GroupNorm(1, maps[0]));

    internal static ResidualNorm Instance { get; } =
        new("in", "IN", maps => InstanceNorm(maps[0], weight: true, bias: true), RemovesBias: true);

    internal static ResidualNorm Group { get; } = new("gn", "GN", maps => GroupNorm(Groups, maps[0]));

    internal static ResidualNorm Rms { get; } = new("rms", "RMS", maps => RmsNorm(maps, bias: true));

    internal static ResidualNorm None { get; } = new("none", "none", null);

    internal static ResidualNorm Renorm { get; } = new("renorm", "batch renorm", maps => BatchRenorm(maps[0], 1, 0), RemovesBias: true);

    internal static ResidualNorm Ghost { get; } =
        new("ghost", $"ghost BN of {GhostBatch}", maps => GhostBatchNorm(maps[0], GhostBatch), RemovesBias: true);
}
