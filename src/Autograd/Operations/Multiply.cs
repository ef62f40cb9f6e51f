using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = a · b, elementwise with NumPy broadcasting; ∂ℓ/∂a = b · ∂ℓ/∂y, ∂ℓ/∂b = a · ∂ℓ/∂y, summed over repeated axes.</summary>
public sealed class Multiply<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly Multiply<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "y = a · b";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Multiply(inputs[1].Value);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        (upstream * node.Inputs[1 - input]).SumTo(node.Inputs[input].Shape);
}
