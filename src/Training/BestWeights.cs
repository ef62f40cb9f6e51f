namespace NormNet.Training;

/// <summary>What a <see cref="Trainer{T}"/> does with the weights of the epoch that was measured best.</summary>
public enum BestWeights
{
    /// <summary>They are not kept.</summary>
    Forgotten,

    /// <summary>They are kept beside the last ones, in checkpoints too.</summary>
    Kept,

    /// <summary>They are kept, and the model has them when training is over.</summary>
    Restored,
}
