using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = Σ x over some axes (all of them if none is named); ∂ℓ/∂x = ∂ℓ/∂y, repeated along those axes.</summary>
public sealed class Sum<T>(bool keepDimensions, params int[] axes) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = Σ x{FormulaText.Axes(axes)}";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Sum(axes, keepDimensions);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        upstream.RestoreAxes(node.Inputs[0].Shape, axes).BroadcastTo(node.Inputs[0].Shape);
}
