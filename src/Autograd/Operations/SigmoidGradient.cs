using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>
/// z = y · (1 − y) · u, the gradient of the logistic function y; ∂ℓ/∂y = (1 − 2y) · u · ∂ℓ/∂z, ∂ℓ/∂u = y · (1 − y) · ∂ℓ/∂z.
/// </summary>
public sealed class SigmoidGradient<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly SigmoidGradient<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "z = y · (1 − y) · u";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        var z = Tensor<T>.Uninitialized(inputs[0].Shape);
        Elementwise.Apply<T, BinaryOperators.SigmoidGradient>(inputs[1].Value.AsSpan(), inputs[0].Value.AsSpan(), z.AsWritableSpan());
        return z;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) => input == 0
        ? (1.0 - (2.0 * node.Inputs[0])) * node.Inputs[1] * upstream
        : Apply(node.Inputs[0], upstream);
}
