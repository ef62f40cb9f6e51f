using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>The inverse of broadcasting: y = Σ x over the axes along which y's shape was repeated; ∂ℓ/∂x = ∂ℓ/∂y, repeated.</summary>
public sealed class SumTo<T>(Shape target) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = Σ x to {target}";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.SumTo(target);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) => upstream.BroadcastTo(node.Inputs[0].Shape);
}
