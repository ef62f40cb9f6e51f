using System.Numerics;

namespace NormNet.Tensors;

/// <content>What the copies under another shape share: boxes, their checks, and the way to the kernels.</content>
public sealed partial class Tensor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>As <see cref="Full"/>, but from the pool.</summary>
    private static Tensor<T> Filled(Shape shape, double value)
    {
        var result = Uninitialized(shape);
        result.AsWritableSpan().Fill(T.CreateTruncating(value));
        return result;
    }

    private unsafe Tensor<T> Gather(Shape shape, ReadOnlySpan<int> strides, int offset)
    {
        var result = Uninitialized(shape);
        if (shape.Count == 0)
            return result;

        int* memory = stackalloc int[2 * (shape.Rank + 1)];
        var view = new StridedView(shape.Extents, strides, memory);
        fixed (T* source = AsSpan(), target = result.AsWritableSpan())
            StridedCopy.Gather(source + offset, view, target);
        return result;
    }

    private unsafe void ScatterInto(Tensor<T> target, ReadOnlySpan<int> strides, int offset)
    {
        if (Count == 0)
            return;

        int* memory = stackalloc int[2 * (Rank + 1)];
        var view = new StridedView(Shape.Extents, strides, memory);
        fixed (T* source = AsSpan(), elements = target.AsWritableSpan())
            StridedCopy.Scatter(source, view, elements + offset);
    }

    private static int Offset(Shape shape, ReadOnlySpan<int> starts)
    {
        int[] strides = shape.Strides();
        int offset = 0;
        for (int axis = 0; axis < strides.Length; axis++)
            offset += starts[axis] * strides[axis];
        return offset;
    }

    private static (int[] Starts, int[] Extents) Box(string operation, Shape shape, ReadOnlySpan<Range> ranges)
    {
        if (ranges.Length > shape.Rank)
        {
            throw new ArgumentException(
                $"{operation}: {ranges.Length} ranges were given for shape {shape}, which has {shape.Rank} axes.", nameof(ranges));
        }

        int[] starts = new int[shape.Rank], extents = shape.Extents.ToArray();
        for (int axis = 0; axis < ranges.Length; axis++)
        {
            int start = ranges[axis].Start.GetOffset(shape[axis]), end = ranges[axis].End.GetOffset(shape[axis]);
            if (start < 0 || end < start || end > shape[axis])
            {
                throw new ArgumentException(
                    $"{operation}: range {ranges[axis]} reaches outside axis {axis} of shape {shape}.", nameof(ranges));
            }
            (starts[axis], extents[axis]) = (start, end - start);
        }

        return (starts, extents);
    }

    private static void CheckSlice(string operation, Shape shape, int axis, int start, int length, int step)
    {
        bool fits = start >= 0 && length >= 0 && step >= 1 && start <= shape[axis]
            && (length == 0 || start + ((long)(length - 1) * step) < shape[axis]);
        if (!fits)
        {
            throw new ArgumentException(
                $"{operation}: {length} elements from {start} in steps of {step} do not lie inside axis {axis} of shape {shape}.");
        }
    }

    private void CheckEmbedding(Shape box, Shape whole)
    {
        if (!box.Equals(Shape))
            throw new ArgumentException($"Embed: a tensor of shape {Shape} does not fit the place of shape {box} in shape {whole}.");
    }
}
