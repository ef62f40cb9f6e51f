using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>
/// y = the slices of x at indices along one axis (rows of a table: an embedding); ∂ℓ/∂x adds each slice of ∂ℓ/∂y where it came from.
/// </summary>
/// <remarks>
/// Slices taken several times get the sum, added in the order of the indices: the bits do not depend on the number of threads.
/// </remarks>
public sealed class IndexSelect<T>(int axis, IndexTensor indices) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = slices of x at indices {indices.Shape} of axis {axis}";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.IndexSelect(axis, indices);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        new IndexAdd<T>(node.Inputs[0].Shape, axis, indices).Apply(upstream);
}
