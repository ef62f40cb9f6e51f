using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>z = u where low ≤ x ≤ high, otherwise 0: the gradient of clamping. ∂ℓ/∂u = ∂ℓ/∂z there; it does not vary with x.</summary>
public sealed class ClampGradient<T>(double low, double high) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"z = u where {FormulaText.Number(low)} ≤ x ≤ {FormulaText.Number(high)}, else 0";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        Tensor<T> u = inputs[0].Value, x = inputs[1].Value, clamped = x.Clamp(low, high);
        Tensor<T> z = u.Apply<TernaryOperators.WhereEqual>(x, clamped);
        Tensor<T>.Return(clamped);
        return z;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        input == 0 ? Apply(upstream, node.Inputs[1]) : null;
}
