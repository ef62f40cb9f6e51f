namespace NormNet.Layers;

/// <summary>The two implementations of every normalization layer, kept side by side so that each can be held against the other.</summary>
public enum NormalizationImplementation
{
    /// <summary>One operation with a closed-form gradient.</summary>
    Fused,

    /// <summary>Mean, subtract, square, ... as operations on the tape, which derives the gradient.</summary>
    Composed,
}
