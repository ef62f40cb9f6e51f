namespace NormNet.Layers;

/// <summary>What becomes of the losses of single elements or samples.</summary>
public enum LossReduction
{
    /// <summary>Their mean, a scalar; weighted where the loss has weights.</summary>
    Mean,

    /// <summary>Their sum, a scalar.</summary>
    Sum,

    /// <summary>They stay as they are.</summary>
    None,
}
