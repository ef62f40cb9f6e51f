using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>The same elements in the same order under another shape; ∂ℓ/∂x is ∂ℓ/∂y under x's shape.</summary>
public sealed class Reshape<T>(Shape target) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = x as {target}";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Reshape(target);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) => upstream.Reshape(node.Inputs[0].Shape);
}
