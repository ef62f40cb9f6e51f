using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = x at one index per element, the index counting along one axis; ∂ℓ/∂x adds each ∂ℓ/∂y where its element came from.</summary>
/// <remarks>
/// Elements taken several times get the sum, added in the order of the indices: the bits do not depend on the number of threads.
/// </remarks>
public sealed class Gather<T>(int axis, IndexTensor indices) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = x at indices {indices.Shape} along axis {axis}";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Gather(axis, indices);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        new ScatterAdd<T>(node.Inputs[0].Shape, axis, indices).Apply(upstream);
}
