using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = a + b with NumPy broadcasting; ∂ℓ/∂a = ∂ℓ/∂y, ∂ℓ/∂b = ∂ℓ/∂y, each summed over the axes it was repeated along.</summary>
public sealed class Add<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly Add<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "y = a + b";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value.Add(inputs[1].Value);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) => upstream.SumTo(node.Inputs[input].Shape);
}
