using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>
/// yᵢ = x[indexᵢ] along the first axis, such as one row of a table for each sample; ∂ℓ/∂x is <see cref="ScatterRows{T}"/>.
/// </summary>
/// <param name="indices">A vector of positions along x's first axis, in any order and repeated at will.</param>
public sealed class GatherRows<T>(IndexTensor indices) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => "yᵢ = x[indexᵢ]";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        Tensor<T> x = inputs[0].Value;
        int rows = x.Rank == 0 ? 0 : x.Shape[0];
        RowIndices.Check(nameof(GatherRows<>), indices, rows, x.Shape);

        var y = Tensor<T>.Uninitialized(x.Shape.With(0, indices.Count));
        int length = x.Shape.CountOf(1, x.Rank);
        ReadOnlySpan<int> positions = indices.AsSpan();
        for (int i = 0; i < positions.Length; i++)
            x.AsSpan().Slice(positions[i] * length, length).CopyTo(y.AsWritableSpan()[(i * length)..]);
        return y;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        new ScatterRows<T>(indices, node.Inputs[0].Shape[0]).Apply(upstream);
}

/// <summary>What indices along a first axis have to be.</summary>
internal static class RowIndices
{
    internal static void Check(string operation, IndexTensor indices, int rows, Shape shape)
    {
        if (indices.Shape.Rank != 1 || shape.Rank == 0)
            throw new ArgumentException($"{operation}: a vector of indices and an input with rows are expected; got {indices.Shape} and {shape}.");

        ReadOnlySpan<int> positions = indices.AsSpan();
        for (int i = 0; i < positions.Length; i++)
        {
            if ((uint)positions[i] >= (uint)rows)
                throw new ArgumentException($"{operation}: index {positions[i]} at position {i} is none of the {rows} rows.");
        }
    }
}
