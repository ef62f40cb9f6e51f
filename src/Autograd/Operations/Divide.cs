using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = a / b, elementwise with NumPy broadcasting; ∂ℓ/∂a = ∂ℓ/∂y / b, ∂ℓ/∂b = −y · ∂ℓ/∂y / b, summed over repeated axes.</summary>
public sealed class Divide<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly Divide<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "y = a / b";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Divide(inputs[1].Value);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        Variable<T> scaled = upstream / node.Inputs[1];
        return (input == 0 ? scaled : -(scaled * node.Output)).SumTo(node.Inputs[input].Shape);
    }
}
