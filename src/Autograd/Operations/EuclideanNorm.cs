using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = √Σx² over one axis and all behind it, which stay with extent 1; ∂ℓ/∂x = x/y · ∂ℓ/∂y, and 0 where y = 0.</summary>
/// <remarks>
/// The root's own derivative is infinite at 0, and as a root of a sum of squares the gradient of a dead feature map would be 0 · ∞;
/// this is the subgradient of least length, PyTorch's choice. No square overflows.
/// </remarks>
/// <param name="axis">The first axis; from the rank on there is none, and y = |x|.</param>
public sealed class EuclideanNorm<T>(int axis) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = √Σx² from axis {axis} on";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        Shape shape = inputs[0].Shape;
        int first = Math.Min(axis, shape.Rank);
        int[] kept = [.. shape.Select((extent, i) => i < first ? extent : 1)];
        var norms = Tensor<T>.Uninitialized(Shape.Of(kept));
        RowNorms.Apply(inputs[0].Value.AsSpan(), shape.CountOf(first, shape.Rank), norms.AsWritableSpan());
        return norms;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        Tensor<T> isZero = node.Output.Value.Equal(T.Zero);
        return node.Inputs[0] * (upstream / (node.Output + isZero));
    }
}
