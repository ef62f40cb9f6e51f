using System.Numerics;

namespace NormNet.Tensors;

/// <content>Copies under another shape: repeated, permuted, cut and joined.</content>
public sealed partial class Tensor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The numbers repeated to a shape by NumPy's rule.</summary>
    /// <exception cref="ArgumentException">This shape does not broadcast to that one.</exception>
    public Tensor<T> BroadcastTo(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (!Shape.BroadcastsTo(shape))
        {
            throw new ArgumentException(
                $"BroadcastTo: shape {Shape} does not broadcast to {shape}; "
                + $"aligned at the last axis, its extents must be equal or 1.", nameof(shape));
        }

        var result = Uninitialized(shape);
        Broadcasting.Copy(AsSpan(), Shape, result.AsWritableSpan(), shape);
        return result;
    }

    /// <summary>The axes in another order: axis i of the result is axis axes[i] of this tensor.</summary>
    /// <exception cref="ArgumentException">The axes are not a permutation of all of this tensor's.</exception>
    public Tensor<T> Permute(params ReadOnlySpan<int> axes)
    {
        if (axes.Length != Rank || (Rank > 0 && Shape.Axes(axes).Length != Rank))
        {
            throw new ArgumentException(
                $"Permute: shape {Shape} needs a permutation of its {Rank} axes; got ({string.Join(", ", axes.ToArray())}).", nameof(axes));
        }

        int[] strides = Shape.Strides(), extents = new int[Rank], permuted = new int[Rank];
        for (int i = 0; i < Rank; i++)
            (extents[i], permuted[i]) = (Shape[axes[i]], strides[Shape.Axis(axes[i])]);
        return Gather(Shape.Of(extents), permuted, offset: 0);
    }

    /// <summary>Two axes exchanged; the last two unless others are named.</summary>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    public Tensor<T> Transpose(int first = -2, int second = -1)
    {
        int[] axes = [.. Enumerable.Range(0, Rank)];
        (axes[Shape.Axis(first)], axes[Shape.Axis(second)]) = (Shape.Axis(second), Shape.Axis(first));
        return Permute(axes);
    }

    /// <summary>A range of every axis, outermost first; axes without a range are kept whole.</summary>
    /// <exception cref="ArgumentException">There are more ranges than axes, or a range reaches outside its axis.</exception>
    public Tensor<T> Slice(params ReadOnlySpan<Range> ranges)
    {
        (int[] starts, int[] extents) = Box(nameof(Slice), Shape, ranges);
        return Gather(Shape.Of(extents), Shape.Strides(), Offset(Shape, starts));
    }

    /// <summary>Every step-th element along one axis, from a start.</summary>
    /// <exception cref="ArgumentException">There is no such axis, the step is less than 1, or an element lies outside the axis.</exception>
    public Tensor<T> Slice(int axis, int start, int length, int step = 1)
    {
        axis = Shape.Axis(axis);
        CheckSlice(nameof(Slice), Shape, axis, start, length, step);
        int[] strides = Shape.Strides();
        int offset = start * strides[axis];
        strides[axis] *= step;
        return Gather(Shape.With(axis, length), strides, offset);
    }

    /// <summary>
    /// Zeros of a shape with this tensor in the place that <see cref="Slice(ReadOnlySpan{Range})"/> would cut: its backward.
    /// </summary>
    /// <exception cref="ArgumentException">The ranges do not cut this tensor's shape from that one.</exception>
    public Tensor<T> Embed(Shape shape, params ReadOnlySpan<Range> ranges)
    {
        ArgumentNullException.ThrowIfNull(shape);
        (int[] starts, int[] extents) = Box(nameof(Embed), shape, ranges);
        CheckEmbedding(Shape.Of(extents), shape);
        var result = Filled(shape, 0);
        ScatterInto(result, shape.Strides(), Offset(shape, starts));
        return result;
    }

    /// <summary>
    /// Zeros of a shape with this tensor in the place that <see cref="Slice(int, int, int, int)"/> would cut: its backward.
    /// </summary>
    /// <exception cref="ArgumentException">The slice does not cut this tensor's shape from that one.</exception>
    public Tensor<T> Embed(Shape shape, int axis, int start, int step = 1)
    {
        ArgumentNullException.ThrowIfNull(shape);
        axis = shape.Axis(axis);
        int length = axis < Rank ? Shape[axis] : 0;
        CheckSlice(nameof(Embed), shape, axis, start, length, step);
        CheckEmbedding(shape.With(axis, length), shape);

        int[] strides = shape.Strides();
        int offset = start * strides[axis];
        strides[axis] *= step;
        var result = Filled(shape, 0);
        ScatterInto(result, strides, offset);
        return result;
    }

    /// <summary>Tensors joined along an axis.</summary>
    /// <exception cref="ArgumentException">There are none, or their shapes differ along another axis.</exception>
    public static Tensor<T> Concatenate(ReadOnlySpan<Tensor<T>> tensors, int axis)
    {
        if (tensors.IsEmpty)
            throw new ArgumentException("Concatenate: there are no tensors to join.", nameof(tensors));

        Shape first = tensors[0].Shape;
        axis = first.Axis(axis);
        long extent = 0;
        foreach (Tensor<T> tensor in tensors)
        {
            if (tensor.Rank != first.Rank || !tensor.Shape.With(axis, first[axis]).Equals(first))
            {
                throw new ArgumentException(
                    $"Concatenate: shapes {first} and {tensor.Shape} differ along another axis than {axis}.", nameof(tensors));
            }
            extent += tensor.Shape[axis];
        }

        var result = Uninitialized(first.With(axis, checked((int)extent)));
        int[] strides = result.Shape.Strides();
        int start = 0;
        foreach (Tensor<T> tensor in tensors)
        {
            tensor.ScatterInto(result, strides, start * strides[axis]);
            start += tensor.Shape[axis];
        }

        return result;
    }

    /// <summary>Tensors of one shape joined along a new axis.</summary>
    /// <exception cref="ArgumentException">There are none, their shapes differ, or the axis is not one of the result's.</exception>
    public static Tensor<T> Stack(ReadOnlySpan<Tensor<T>> tensors, int axis = 0)
    {
        var parts = new Tensor<T>[tensors.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = tensors[i].Shape.Equals(tensors[0].Shape)
                ? tensors[i].Reshape(tensors[i].Shape.Insert(axis, extent: 1))
                : throw new ArgumentException(
                    $"Stack: tensor 0 has shape {tensors[0].Shape}, tensor {i} has {tensors[i].Shape}.", nameof(tensors));
        }

        return Concatenate(parts, axis);
    }

    /// <summary>The tensor cut along an axis into parts of the given extents: the inverse of <see cref="Concatenate"/>.</summary>
    /// <exception cref="ArgumentException">The extents do not add up to the axis, or one is negative.</exception>
    public Tensor<T>[] Split(int axis, params ReadOnlySpan<int> extents)
    {
        axis = Shape.CheckSplit(axis, extents);
        var parts = new Tensor<T>[extents.Length];
        int start = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = Slice(axis, start, extents[i]);
            start += extents[i];
        }

        return parts;
    }

    /// <summary>The tensor with a constant before and after it along one axis; with 0, the backward of a slice without steps.</summary>
    /// <exception cref="ArgumentException">There is no such axis, or a margin is negative.</exception>
    public Tensor<T> Pad(int axis, int before, int after, double value = 0)
    {
        var margins = new (int, int)[Rank];
        margins[Shape.Axis(axis)] = (before, after);
        return Pad(margins, value);
    }

    /// <summary>The tensor with a margin of one value around it.</summary>
    /// <param name="margins">How many elements to add before and after, per axis.</param>
    /// <param name="value">What the margin is filled with.</param>
    /// <exception cref="ArgumentException">There is not one pair per axis, or one is negative.</exception>
    public Tensor<T> Pad(ReadOnlySpan<(int Before, int After)> margins, double value = 0)
    {
        if (margins.Length != Rank)
        {
            throw new ArgumentException(
                $"Pad: shape {Shape} needs {Rank} pairs of margins, one per axis; got {margins.Length}.", nameof(margins));
        }

        int[] extents = new int[Rank], starts = new int[Rank];
        for (int axis = 0; axis < Rank; axis++)
        {
            (int before, int after) = margins[axis];
            if (before < 0 || after < 0)
            {
                throw new ArgumentException(
                    $"Pad: the margins of axis {axis} are ({before}, {after}); they must not be negative.", nameof(margins));
            }
            (extents[axis], starts[axis]) = (checked(Shape[axis] + before + after), before);
        }

        var result = Filled(Shape.Of(extents), value);
        ScatterInto(result, result.Shape.Strides(), Offset(result.Shape, starts));
        return result;
    }

    /// <summary>
    /// The tensor mirrored at both ends of an axis, the end itself not repeated: 2 1 | 0 1 2 3 | 2 for margins of 2 and 1.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such axis, or a margin is negative or not less than the axis.</exception>
    public Tensor<T> PadReflect(int axis, int before, int after) =>
        IndexSelect(axis, IndexTensor.Reflection(Shape[axis], before, after));
}
