using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = zeros with each element of u added at its index along one axis; ∂ℓ/∂u = ∂ℓ/∂y at the indices.</summary>
public sealed class ScatterAdd<T>(Shape shape, int axis, IndexTensor indices) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = zeros {shape} + u at indices along axis {axis}";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.ScatterAdd(shape, axis, indices);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) => new Gather<T>(axis, indices).Apply(upstream);
}
