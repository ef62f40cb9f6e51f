using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>
/// yᵢ = Σⱼ wᵢⱼ · xⱼ along one axis, the matrix w being constant: adaptive averages, nearest and linear interpolation; ∂ℓ/∂x = wᵀ · ∂ℓ/∂y.
/// </summary>
public sealed class Resample<T>(int axis, AxisWeights weights) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = w · x along axis {axis}, w: {weights}";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        Tensor<T> x = inputs[0].Value;
        int along = x.Shape.Axis(axis);
        if (x.Shape[along] != weights.Inputs)
            throw new ArgumentException($"Resample: axis {axis} of shape {x.Shape} is not the {weights.Inputs} inputs of {weights}.");

        var y = Tensor<T>.Uninitialized(x.Shape.With(along, weights.Outputs));
        AxisProduct.Apply(x.AsSpan(), x.Shape.CountOf(0, along), weights, x.Shape.CountOf(along + 1, x.Rank), y.AsWritableSpan());
        return y;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        new Resample<T>(axis, weights.Transposed).Apply(upstream);
}
