using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>Axes in another order: axis i of y is axis order[i] of x; ∂ℓ/∂x is ∂ℓ/∂y with the axes put back.</summary>
public sealed class Permute<T>(params int[] order) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = x with axes ({string.Join(", ", order)})";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Permute(order);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        int[] inverse = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
            inverse[node.Inputs[0].Shape.Axis(order[i])] = i;
        return upstream.Permute(inverse);
    }
}
