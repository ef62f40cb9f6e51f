using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = x, repeated to a shape by NumPy's rule; ∂ℓ/∂x = Σ ∂ℓ/∂y over the repetitions.</summary>
public sealed class Broadcast<T>(Shape target) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = x repeated to {target}";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.BroadcastTo(target);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) => upstream.SumTo(node.Inputs[0].Shape);
}
