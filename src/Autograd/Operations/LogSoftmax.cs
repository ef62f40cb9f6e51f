using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>yᵢ = xᵢ − ln Σⱼ e^{xⱼ} along one axis; ∂ℓ/∂x = ∂ℓ/∂y − e^y · Σⱼ ∂ℓ/∂yⱼ.</summary>
public sealed class LogSoftmax<T>(int axis) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = x − ln Σ exp(x) along axis {axis}";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.LogSoftmax(axis);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        upstream - (node.Output.Exp() * upstream.Sum([axis], keepDimensions: true));
}
