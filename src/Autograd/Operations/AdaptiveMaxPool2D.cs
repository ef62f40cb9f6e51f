using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>
/// y = the largest value of each of height × width windows that cover x (N, C, H, W); it gets ∂ℓ/∂y, the first one where several are
/// largest.
/// </summary>
/// <remarks>
/// Window i of m along an axis of n is ⌊i·n/m⌋ ≤ j &lt; ⌈(i + 1)·n/m⌉, as in PyTorch; a value may be the largest of several windows and
/// gets the sum.
/// </remarks>
public sealed class AdaptiveMaxPool2D<T>(int height, int width) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = max of x in {height}×{width} windows";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        Tensor<T> x = inputs[0].Value;
        IndexTensor places = AdaptiveMaximum.Positions(x, height, width);
        return x.Reshape(x.Shape[0], x.Shape[1], x.Shape[2] * x.Shape[3]).Gather(2, places).Reshape(x.Shape[0], x.Shape[1], height, width);
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(upstream);
        Tensor<T> x = node.Inputs[0].Value;
        IndexTensor places = AdaptiveMaximum.Positions(x, height, width);
        return upstream.Reshape(places.Shape).ScatterAdd([x.Shape[0], x.Shape[1], x.Shape[2] * x.Shape[3]], 2, places).Reshape(x.Shape);
    }
}
