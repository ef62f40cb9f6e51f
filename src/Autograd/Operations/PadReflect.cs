using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>
/// y = x mirrored at both ends of one axis, the ends themselves not repeated; ∂ℓ/∂x adds the margins of ∂ℓ/∂y back to what they mirror.
/// </summary>
public sealed class PadReflect<T>(int axis, int before, int after) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = x between {before} and {after} mirrored along axis {axis}";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.PadReflect(axis, before, after);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        Shape shape = node.Inputs[0].Shape;
        return new IndexAdd<T>(shape, axis, IndexTensor.Reflection(shape[axis], before, after)).Apply(upstream);
    }
}
