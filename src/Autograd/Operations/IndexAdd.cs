using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = zeros with the slices u added at indices along one axis; ∂ℓ/∂u = the slices of ∂ℓ/∂y there.</summary>
public sealed class IndexAdd<T>(Shape shape, int axis, IndexTensor indices) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = zeros {shape} + u at indices {indices.Shape} of axis {axis}";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.IndexAdd(shape, axis, indices);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        new IndexSelect<T>(axis, indices).Apply(upstream);
}
