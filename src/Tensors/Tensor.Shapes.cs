using System.Numerics;

namespace NormNet.Tensors;

/// <content>Copies under other shapes.</content>
public sealed partial class Tensor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A copy repeated to a shape by NumPy's rule.</summary>
    /// <exception cref="ArgumentException">The shape cannot be broadcast to.</exception>
    public Tensor<T> BroadcastTo(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (!Shape.BroadcastsTo(shape))
            throw new ArgumentException($"BroadcastTo: {Shape} cannot be repeated to {shape}.", nameof(shape));
        Tensor<T> y = Uninitialized(shape);
        Broadcasting.Copy(AsSpan(), Shape, y.AsWritableSpan(), shape);
        return y;
    }

    /// <summary>A copy with the axes in another order: axis i of the result is axis order[i] of this.</summary>
    /// <exception cref="ArgumentException">The order does not name every axis once.</exception>
    public Tensor<T> Permute(params ReadOnlySpan<int> order)
    {
        int[] axes = new int[order.Length];
        for (int i = 0; i < axes.Length; i++)
            axes[i] = Shape.Axis(order[i]);
        if (axes.Length != Rank || axes.Distinct().Count() != Rank)
            throw new ArgumentException($"Permute: ({string.Join(", ", order.ToArray())}) does not name every axis of {Shape} once.", nameof(order));

        int[] strides = Shape.Strides();
        Tensor<T> y = Uninitialized(Shape.Of([.. axes.Select(axis => Shape[axis])]));
        CopyStrided(AsSpan(), 0, [.. axes.Select(axis => strides[axis])], y.Shape, y.AsWritableSpan());
        return y;
    }

    /// <summary>A copy of part of one axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part lies outside the axis.</exception>
    public Tensor<T> Slice(int axis, int start, int length)
    {
        int normal = Shape.Axis(axis);
        if (start < 0 || length < 0 || start + length > Shape[normal])
            throw new ArgumentOutOfRangeException(nameof(start), start, $"Slice: [{start}, {start + length}) lies outside axis {axis} of shape {Shape}.");
        int[] strides = Shape.Strides();
        Tensor<T> y = Uninitialized(Shape.With(normal, length));
        CopyStrided(AsSpan(), start * strides[normal], strides, y.Shape, y.AsWritableSpan());
        return y;
    }

    /// <summary>A copy with zeros before and after along one axis.</summary>
    public Tensor<T> Pad(int axis, int before, int after)
    {
        Shape edge = Shape.With(axis, before), end = Shape.With(axis, after);
        return Concatenate([Zeros(edge), this, Zeros(end)], axis);
    }

    /// <summary>Tensors side by side along one axis.</summary>
    /// <exception cref="ArgumentException">There are none, or they differ in another axis.</exception>
    public static Tensor<T> Concatenate(ReadOnlySpan<Tensor<T>> parts, int axis)
    {
        if (parts.IsEmpty)
            throw new ArgumentException("Concatenate: there is nothing to concatenate.", nameof(parts));
        int normal = parts[0].Shape.Axis(axis), total = 0;
        foreach (Tensor<T> part in parts)
        {
            if (part.Rank != parts[0].Rank || !part.Shape.With(normal, 1).Equals(parts[0].Shape.With(normal, 1)))
                throw new ArgumentException($"Concatenate: {part.Shape} and {parts[0].Shape} differ in more than axis {axis}.", nameof(parts));
            total += part.Shape[normal];
        }

        Tensor<T> y = Uninitialized(parts[0].Shape.With(normal, total));
        Span<T> target = y.AsWritableSpan();
        int outer = y.Shape.CountOf(0, normal), inner = y.Shape.CountOf(normal + 1, y.Rank), row = total * inner, offset = 0;
        foreach (Tensor<T> part in parts)
        {
            int length = part.Shape[normal] * inner;
            for (int o = 0; o < outer; o++)
                part.AsSpan().Slice(o * length, length).CopyTo(target.Slice((o * row) + offset, length));
            offset += length;
        }

        return y;
    }

    private static void CopyStrided(ReadOnlySpan<T> source, int offset, int[] strides, Shape shape, Span<T> target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            int from = offset, rest = i;
            for (int axis = shape.Rank - 1; axis >= 0; axis--)
            {
                from += rest % shape[axis] * strides[axis];
                rest /= shape[axis];
            }

            target[i] = source[from];
        }
    }
}
