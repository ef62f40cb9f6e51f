using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = x with zeros before and after it along one axis; ∂ℓ/∂x = the part of ∂ℓ/∂y where x stands.</summary>
public sealed class Pad<T>(int axis, int before, int after) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = x between {before} and {after} zeros along axis {axis}";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Pad(axis, before, after);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        upstream.Slice(axis, before, node.Inputs[0].Shape[axis]);
}
