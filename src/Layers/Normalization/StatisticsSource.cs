namespace NormNet.Layers;

/// <summary>Which statistics a layer with running statistics normalizes by.</summary>
public enum StatisticsSource
{
    /// <summary>The batch's in training, the running ones in evaluation.</summary>
    ByMode,

    /// <summary>The batch's, in evaluation too.</summary>
    Batch,

    /// <summary>The running ones, in training too.</summary>
    Running,
}
