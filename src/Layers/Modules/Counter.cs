namespace NormNet.Layers;

/// <summary>An integer that belongs to a module's state, such as the number of batches seen; exact beyond a float's 2²⁴.</summary>
public sealed class Counter
{
    /// <summary>The count.</summary>
    public long Value { get; set; }
}
