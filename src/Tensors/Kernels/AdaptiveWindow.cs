namespace NormNet.Tensors;

/// <summary>Which part of an axis an adaptive pooling sees (PyTorch's rule): windows cover the axis and overlap where they must.</summary>
internal static class AdaptiveWindow
{
    /// <summary>From ⌊i·n/m⌋ to ⌈(i + 1)·n/m⌉, the end not included.</summary>
    internal static (int Start, int End) Of(int i, int inputs, int outputs) =>
        ((int)((long)i * inputs / outputs), (int)((((i + 1L) * inputs) + outputs - 1) / outputs));
}
