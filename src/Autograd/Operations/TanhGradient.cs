using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>z = (1 − y²) · u, the gradient of y = tanh x; ∂ℓ/∂y = −2 y · u · ∂ℓ/∂z, ∂ℓ/∂u = (1 − y²) · ∂ℓ/∂z.</summary>
public sealed class TanhGradient<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly TanhGradient<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "z = (1 − y²) · u";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        var z = Tensor<T>.Uninitialized(inputs[0].Shape);
        Elementwise.Apply<T, BinaryOperators.TanhGradient>(inputs[1].Value.AsSpan(), inputs[0].Value.AsSpan(), z.AsWritableSpan());
        return z;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) => input == 0
        ? -2.0 * (node.Inputs[0] * node.Inputs[1] * upstream)
        : Apply(node.Inputs[0], upstream);
}
