using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = min(max(x, low), high), elementwise; ∂ℓ/∂x = ∂ℓ/∂y where low ≤ x ≤ high (at the bounds too), otherwise 0.</summary>
public sealed class Clamp<T>(double low, double high) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula =>
        $"y = min(max(x, {FormulaText.Number(low)}), {FormulaText.Number(high)})";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Clamp(low, high);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        new ClampGradient<T>(low, high).Apply(upstream, node.Inputs[0]);
}
