using System.Numerics;

namespace NormNet.Tensors;

/// <content>Elements chosen by a condition, by indices or by rank.</content>
public sealed partial class Tensor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>a where the condition is not 0, b where it is, elementwise on the common shape of all three.</summary>
    /// <remarks>What is not chosen has no influence, not even where it is NaN.</remarks>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor<T> Where(Tensor<T> condition, Tensor<T> a, Tensor<T> b)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Shape? both = Shape.TryBroadcast(a.Shape, b.Shape);
        Shape shape = (both is null ? null : Shape.TryBroadcast(condition.Shape, both)) ?? throw new ArgumentException(
            $"Where: condition {condition.Shape} and choices {a.Shape} and {b.Shape} do not broadcast; "
            + "aligned at the last axis, their extents must be equal or 1.");

        Tensor<T> c = condition.ExpandedTo(shape), x = a.ExpandedTo(shape), y = b.Count == 1 ? b : b.ExpandedTo(shape);
        Tensor<T> result = b.Count == 1 ? c.Apply<TernaryOperators.Select>(x, y.AsSpan()[0]) : c.Apply<TernaryOperators.Select>(x, y);
        ReturnCopy(c, condition);
        ReturnCopy(x, a);
        ReturnCopy(y, b);
        return result;
    }

    /// <summary>
    /// The slices at indices along an axis, which is replaced by the axes of the indices: rows of a table, frames of a film.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such axis, or an index lies outside it.</exception>
    public Tensor<T> IndexSelect(int axis, IndexTensor indices)
    {
        axis = Shape.Axis(axis);
        CheckIndices(nameof(IndexSelect), indices, Shape, axis);
        Tensor<T> result = Uninitialized([.. Shape.Extents[..axis], .. indices.Shape, .. Shape.Extents[(axis + 1)..]]);
        IndexedCopy.Select(
            AsSpan(), Shape.CountOf(0, axis), Shape[axis], Shape.CountOf(axis + 1, Rank), indices.AsSpan(), result.AsWritableSpan());
        return result;
    }

    /// <summary>
    /// Zeros of a shape, to which these slices are added at the places that <see cref="IndexSelect"/> would read: its backward.
    /// </summary>
    /// <remarks>Terms of one place are added in the order of the indices, whatever the number of threads.</remarks>
    /// <exception cref="ArgumentException">The indices do not select this tensor's shape from that one.</exception>
    public Tensor<T> IndexAdd(Shape shape, int axis, IndexTensor indices)
    {
        ArgumentNullException.ThrowIfNull(shape);
        axis = shape.Axis(axis);
        CheckIndices(nameof(IndexAdd), indices, shape, axis);
        CheckPlace(nameof(IndexAdd), [.. shape.Extents[..axis], .. indices.Shape, .. shape.Extents[(axis + 1)..]], shape);
        Tensor<T> result = Filled(shape, 0);
        IndexedCopy.AddSelected(
            AsSpan(), shape.CountOf(0, axis), shape[axis], shape.CountOf(axis + 1, shape.Rank), indices.AsSpan(), result.AsWritableSpan());
        return result;
    }

    /// <summary>
    /// One element per index: y[…, j, …] = x[…, indices[…, j, …], …], the index standing for the position along the axis.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// There is no such axis, the indices have another extent along another axis, or an index lies outside its axis.
    /// </exception>
    public Tensor<T> Gather(int axis, IndexTensor indices)
    {
        axis = Shape.Axis(axis);
        CheckGathering(nameof(Gather), indices, Shape, axis);
        Tensor<T> result = Uninitialized(indices.Shape);
        IndexedCopy.Gather(
            AsSpan(),
            Shape.CountOf(0, axis),
            Shape[axis],
            Shape.CountOf(axis + 1, Rank),
            indices.AsSpan(),
            indices.Shape[axis],
            result.AsWritableSpan());
        return result;
    }

    /// <summary>
    /// Zeros of a shape, to which these elements are added at the places that
    /// <see cref="Gather(int, IndexTensor)"/> would read: its backward.
    /// </summary>
    /// <remarks>Terms of one place are added in the order of the indices, whatever the number of threads.</remarks>
    /// <exception cref="ArgumentException">The indices do not gather this tensor's shape from that one.</exception>
    public Tensor<T> ScatterAdd(Shape shape, int axis, IndexTensor indices)
    {
        ArgumentNullException.ThrowIfNull(shape);
        axis = shape.Axis(axis);
        CheckGathering(nameof(ScatterAdd), indices, shape, axis);
        CheckPlace(nameof(ScatterAdd), indices.Shape, shape);
        Tensor<T> result = Filled(shape, 0);
        IndexedCopy.AddGathered(
            AsSpan(),
            shape.CountOf(0, axis),
            shape[axis],
            shape.CountOf(axis + 1, shape.Rank),
            indices.AsSpan(),
            indices.Shape[axis],
            result.AsWritableSpan());
        return result;
    }

    /// <summary>The k greatest elements along an axis in descending order, with their positions; of equals the first comes first.</summary>
    /// <remarks>NaN counts as greater than every number.</remarks>
    /// <exception cref="ArgumentException">There is no such axis, or it does not have k elements.</exception>
    public (Tensor<T> Values, IndexTensor Indices) TopK(int k, int axis = -1)
    {
        axis = Shape.Axis(axis);
        if (k < 0 || k > Shape[axis])
        {
            throw new ArgumentException(
                $"TopK: axis {axis} of shape {Shape} has no {k} greatest elements; it has {Shape[axis]} elements.", nameof(k));
        }

        Shape shape = Shape.With(axis, k);
        Tensor<T> values = Uninitialized(shape);
        IndexTensor indices = IndexTensor.Uninitialized(shape);
        Ranking.Top(
            AsSpan(),
            Shape.CountOf(0, axis),
            Shape[axis],
            Shape.CountOf(axis + 1, Rank),
            k,
            values.AsWritableSpan(),
            indices.AsWritableSpan());
        return (values, indices);
    }

    /// <summary>The tensor itself, or a scratch copy repeated to a shape.</summary>
    private Tensor<T> ExpandedTo(Shape shape) => Shape.Equals(shape) ? this : BroadcastTo(shape);

    private static void ReturnCopy(Tensor<T> maybeCopy, Tensor<T> original)
    {
        if (!ReferenceEquals(maybeCopy, original))
            Return(maybeCopy);
    }

    private static void CheckIndices(string operation, IndexTensor indices, Shape shape, int axis)
    {
        ArgumentNullException.ThrowIfNull(indices);
        ReadOnlySpan<int> values = indices.AsSpan();
        int outside = shape[axis] > 0 ? values.IndexOfAnyExceptInRange(0, shape[axis] - 1) : values.Length - 1;
        if (outside >= 0)
        {
            throw new ArgumentException(
                $"{operation}: index {values[outside]} (number {outside} of {values.Length}) lies outside axis {axis} of shape {shape}; "
                + $"indices are at least 0 and less than {shape[axis]}.", nameof(indices));
        }
    }

    private static void CheckGathering(string operation, IndexTensor indices, Shape shape, int axis)
    {
        ArgumentNullException.ThrowIfNull(indices);
        if (indices.Shape.Rank != shape.Rank || !indices.Shape.With(axis, shape[axis]).Equals(shape))
        {
            throw new ArgumentException(
                $"{operation}: indices of shape {indices.Shape} do not fit shape {shape}; "
                + $"their extents must be equal along every axis but {axis}.", nameof(indices));
        }

        CheckIndices(operation, indices, shape, axis);
    }

    private void CheckPlace(string operation, Shape selected, Shape whole)
    {
        if (!selected.Equals(Shape))
        {
            throw new ArgumentException(
                $"{operation}: a tensor of shape {Shape} does not fit; the indices select shape {selected} from {whole}.");
        }
    }
}
