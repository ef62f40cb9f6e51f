using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = ln Σ eˣ over some axes (all of them if none is named); ∂ℓ/∂x = e^{x − y} · ∂ℓ/∂y, the softmax.</summary>
/// <remarks>
/// An element of −∞ counts for nothing and gets 0. Where y itself is infinite there is no softmax: ∂ℓ/∂x is NaN, as in PyTorch.
/// </remarks>
public sealed class LogSumExp<T>(bool keepDimensions, params int[] axes) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = ln Σ exp(x){FormulaText.Axes(axes)}";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.LogSumExp(axes, keepDimensions);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        Variable<T> x = node.Inputs[0];
        return (x - node.Output.RestoreAxes(x.Shape, axes)).Exp() * upstream.RestoreAxes(x.Shape, axes);
    }
}
