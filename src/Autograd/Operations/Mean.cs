using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = (Σ x)/m over some axes (all of them if none is named), m their element count; ∂ℓ/∂x = (∂ℓ/∂y)/m, repeated.</summary>
public sealed class Mean<T>(bool keepDimensions, params int[] axes) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = (Σ x)/m{FormulaText.Axes(axes)}";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Mean(axes, keepDimensions);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        Shape shape = node.Inputs[0].Shape;
        double share = (double)node.Output.Value.Count / shape.Count;
        return (share * upstream).RestoreAxes(shape, axes).BroadcastTo(shape);
    }
}
