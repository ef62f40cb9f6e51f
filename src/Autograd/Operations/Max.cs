using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>
/// y = max x over some axes (all of them if none is named); ∂ℓ/∂y goes to the largest element, in equal shares where several are.
/// </summary>
public sealed class Max<T>(bool keepDimensions, params int[] axes) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = max x{FormulaText.Axes(axes)}";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Max(axes, keepDimensions);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        Tensor<T> x = node.Inputs[0].Value;
        Tensor<T> largest = node.Output.Value.Reshape(x.Shape.Reduce(x.Shape.Axes(axes), keepDimensions: true));
        Tensor<T> mask = x.Equal(largest);
        Tensor<T> share = mask.Divide(mask.Sum(axes, keepDimensions: true));
        return upstream.RestoreAxes(x.Shape, axes).BroadcastTo(x.Shape) * share;
    }
}
