using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>yᵢ = e^{xᵢ} / Σⱼ e^{xⱼ} along one axis; ∂ℓ/∂x = y · (∂ℓ/∂y − Σⱼ yⱼ ∂ℓ/∂yⱼ).</summary>
public sealed class Softmax<T>(int axis) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = exp(x) / Σ exp(x) along axis {axis}";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Softmax(axis);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        Variable<T> weighted = upstream * node.Output;
        return weighted - (node.Output * weighted.Sum([axis], keepDimensions: true));
    }
}
