using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>
/// y[r] = Σ of all xᵢ with indexᵢ = r, in order, and 0 for a row without any: the gradient of <see cref="GatherRows{T}"/>; ∂ℓ/∂xᵢ =
/// ∂ℓ/∂y[indexᵢ].
/// </summary>
/// <param name="indices">A vector with the row of y that each row of x is added to.</param>
/// <param name="rows">How many rows y has.</param>
public sealed class ScatterRows<T>(IndexTensor indices, int rows) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => "y[indexᵢ] += xᵢ";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        Tensor<T> x = inputs[0].Value;
        RowIndices.Check(nameof(ScatterRows<>), indices, rows, x.Shape);
        if (x.Shape[0] != indices.Count)
            throw new ArgumentException($"ScatterRows: {indices.Count} indices were given for {x.Shape}.");

        // Sums of any number of rows, in double as elsewhere.
        int length = x.Shape.CountOf(1, x.Rank);
        double[] sums = new double[rows * length];
        ReadOnlySpan<int> positions = indices.AsSpan();
        ReadOnlySpan<T> values = x.AsSpan();
        for (int i = 0; i < positions.Length; i++)
        {
            for (int k = 0; k < length; k++)
                sums[(positions[i] * length) + k] += double.CreateTruncating(values[(i * length) + k]);
        }

        var y = Tensor<T>.Uninitialized(x.Shape.With(0, rows));
        Span<T> target = y.AsWritableSpan();
        for (int k = 0; k < sums.Length; k++)
            target[k] = T.CreateTruncating(sums[k]);
        return y;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) => new GatherRows<T>(indices).Apply(upstream);
}
