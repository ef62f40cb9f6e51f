using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>How a 2-D pooling moves over its input.</summary>
/// <param name="Kernel">The extents of a window.</param>
/// <param name="Stride">By how much the window moves.</param>
/// <param name="Padding">Rows above and below, columns left and right; at most half the kernel.</param>
public sealed record PoolingOptions(
    (int Height, int Width) Kernel, (int Height, int Width) Stride, (int Height, int Width) Padding = default)
{
    /// <summary>Alike in both directions; without a stride, windows do not overlap.</summary>
    public PoolingOptions(int kernel, int? stride = null, int padding = 0)
        : this((kernel, kernel), (stride ?? kernel, stride ?? kernel), (padding, padding))
    {
    }

    internal PoolingPlan Plan(Shape input) => new(input, Kernel, Stride, Padding);
}
