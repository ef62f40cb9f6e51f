using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>
/// z = u where y &gt; 0, otherwise 0: the gradient of y = max(x, 0). ∂ℓ/∂u = ∂ℓ/∂z where y &gt; 0; it does not vary with y.
/// </summary>
public sealed class ReluGradient<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly ReluGradient<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "z = u where y > 0, else 0";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        var z = Tensor<T>.Uninitialized(inputs[0].Shape);
        Elementwise.Apply<T, BinaryOperators.ReluGradient>(inputs[1].Value.AsSpan(), inputs[0].Value.AsSpan(), z.AsWritableSpan());
        return z;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        input == 0 ? null : Apply(node.Inputs[0], upstream);
}
