namespace NormNet.Samples.Experiments;

/// <summary>What Ioffe &amp; Szegedy changed beside the normalization and the learning rate, §4.2.1: each can be left out.</summary>
[Flags]
internal enum SideChanges
{
    /// <summary>Inception's recipe, and BN-Baseline's.</summary>
    None = 0,

    /// <summary>Dropout before the classifier is left out.</summary>
    NoDropout = 1,

    /// <summary>The L2 penalty of the weights is a fifth.</summary>
    LessDecayOfWeights = 2,

    /// <summary>The learning rate falls 6 times as fast.</summary>
    FasterDecayOfRate = 4,

    /// <summary>Local response normalization is left out.</summary>
    NoLocalResponseNorm = 8,

    /// <summary>Images meet others in their batch in every epoch.</summary>
    Shuffling = 16,

    /// <summary>Contrast and brightness are distorted less.</summary>
    LessDistortion = 32,

    /// <summary>The recipe of BN-x5 and BN-x30.</summary>
    All = NoDropout | LessDecayOfWeights | FasterDecayOfRate | NoLocalResponseNorm | Shuffling | LessDistortion,
}
