using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = x[start … start + length) along one axis; ∂ℓ/∂x = ∂ℓ/∂y there and 0 elsewhere.</summary>
public sealed class Slice<T>(int axis, int start, int length) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = x[{start} … {start + length}) along axis {axis}";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Slice(axis, start, length);

    /// <summary>
    /// Adds ∂ℓ/∂y to the part of ∂ℓ/∂x that the slice was cut from: what <see cref="Backward"/> gives, without the zeros.
    /// </summary>
    internal void AddToPart(Tensor<T> whole, Tensor<T> upstream) => whole.AddInPlace(upstream, axis, start);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        new Pad<T>(axis, start, node.Inputs[0].Shape[axis] - start - length).Apply(upstream);
}
