using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = x with a constant (0 unless given) before and after it along one axis; ∂ℓ/∂x = the part of ∂ℓ/∂y where x stands.</summary>
public sealed class Pad<T>(int axis, int before, int after, double value = 0) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => value == 0
        ? $"y = x between {before} and {after} zeros along axis {axis}"
        : $"y = x between {before} and {after} times {FormulaText.Number(value)} along axis {axis}";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Pad(axis, before, after, value);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        upstream.Slice(axis, before, node.Inputs[0].Shape[axis]);
}
