using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = x where the mask is not 0, and 0 elsewhere, whatever x holds there; ∂ℓ/∂x = ∂ℓ/∂y in the same places, and 0
/// elsewhere.</summary>
/// <remarks>Unlike a product with the mask it lets no NaN or infinity of a place that is left out through, in neither direction.</remarks>
/// <param name="mask">Where x is kept; of x's shape.</param>
public sealed class KeepWhere<T>(Tensor<T> mask) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => "y = x where the mask is not 0, else 0";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        Tensor<T> x = inputs[0].Value;
        if (!x.Shape.Equals(mask.Shape))
            throw new ArgumentException($"KeepWhere: a mask of shape {mask.Shape} was given for an input of shape {x.Shape}.");

        var y = Tensor<T>.Uninitialized(x.Shape);
        ReadOnlySpan<T> kept = mask.AsSpan(), from = x.AsSpan();
        Span<T> to = y.AsWritableSpan();
        for (int i = 0; i < to.Length; i++)
            to[i] = kept[i] == T.Zero ? T.Zero : from[i];
        return y;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) => Apply(upstream);
}
