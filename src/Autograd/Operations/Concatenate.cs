using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = x₀, x₁, … side by side along one axis; each input gets its part of ∂ℓ/∂y.</summary>
public sealed class Concatenate<T>(int axis) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = x₀ ⧺ x₁ ⧺ … along axis {axis}";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) =>
        Tensor<T>.Concatenate([.. inputs.ToArray().Select(input => input.Value)], axis);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        int start = 0;
        for (int i = 0; i < input; i++)
            start += node.Inputs[i].Shape[axis];
        return upstream.Slice(axis, start, node.Inputs[input].Shape[axis]);
    }
}
