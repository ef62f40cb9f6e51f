using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>
/// y_c = Σ x_j over j from c − before to c + after along one axis, cut off at its ends; ∂ℓ/∂x is the sum of ∂ℓ/∂y over the mirrored
/// window.
/// </summary>
/// <param name="axis">Along which the window slides.</param>
/// <param name="before">How many neighbours before an element count.</param>
/// <param name="after">How many neighbours after it count.</param>
public sealed class WindowSum<T>(int axis, int before, int after) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y_c = Σ x from c − {before} to c + {after} along axis {axis}";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        Shape shape = inputs[0].Shape;
        int along = shape.Axis(axis);
        var sums = Tensor<T>.Uninitialized(shape);
        (int outer, int inner) = (shape.CountOf(0, along), shape.CountOf(along + 1, shape.Rank));
        WindowSums.Apply(inputs[0].Value.AsSpan(), outer, shape[along], inner, before, after, sums.AsWritableSpan());
        return sums;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        new WindowSum<T>(axis, after, before).Apply(upstream);
}
