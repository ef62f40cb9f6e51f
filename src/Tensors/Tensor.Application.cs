using System.Numerics;

namespace NormNet.Tensors;

/// <content>Any elementwise operator, for authors of operations; the named methods are these.</content>
public sealed partial class Tensor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>f(x), elementwise.</summary>
    public Tensor<T> Apply<TOperator>()
        where TOperator : struct, IUnaryOperator
    {
        var result = Uninitialized(Shape);
        Elementwise.Apply<T, TOperator>(AsSpan(), result.AsWritableSpan());
        return result;
    }

    /// <summary>f(x, y), elementwise, on the common shape of both.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public Tensor<T> Apply<TOperator>(Tensor<T> y)
        where TOperator : struct, IBinaryOperator
    {
        ArgumentNullException.ThrowIfNull(y);
        Shape shape = Shape.TryBroadcast(Shape, y.Shape) ?? throw NoBroadcast<TOperator>(Shape, y.Shape);
        var result = Uninitialized(shape);
        Broadcasting.Apply<T, TOperator>(AsSpan(), Shape, y.AsSpan(), y.Shape, result.AsWritableSpan(), shape);
        return result;
    }

    /// <summary>f(x, y), elementwise.</summary>
    public Tensor<T> Apply<TOperator>(T y)
        where TOperator : struct, IBinaryOperator
    {
        var result = Uninitialized(Shape);
        Elementwise.Apply<T, TOperator>(AsSpan(), y, result.AsWritableSpan());
        return result;
    }

    /// <summary>f(left, x), elementwise.</summary>
    public Tensor<T> ApplyFrom<TOperator>(T left)
        where TOperator : struct, IBinaryOperator
    {
        var result = Uninitialized(Shape);
        Elementwise.Apply<T, TOperator>(left, AsSpan(), result.AsWritableSpan());
        return result;
    }

    /// <summary>f(x, y, z), elementwise, on three tensors of one shape.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public Tensor<T> Apply<TOperator>(Tensor<T> y, Tensor<T> z)
        where TOperator : struct, ITernaryOperator
    {
        CheckSameShape<TOperator>(y);
        CheckSameShape<TOperator>(z);
        var result = Uninitialized(Shape);
        Elementwise.Apply<T, TOperator>(AsSpan(), y.AsSpan(), z.AsSpan(), result.AsWritableSpan());
        return result;
    }

    /// <summary>f(x, y, z), elementwise, on two tensors of one shape.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public Tensor<T> Apply<TOperator>(Tensor<T> y, T z)
        where TOperator : struct, ITernaryOperator
    {
        CheckSameShape<TOperator>(y);
        var result = Uninitialized(Shape);
        Elementwise.Apply<T, TOperator>(AsSpan(), y.AsSpan(), z, result.AsWritableSpan());
        return result;
    }

    /// <summary>f(x, y, z), elementwise.</summary>
    public Tensor<T> Apply<TOperator>(T y, T z)
        where TOperator : struct, ITernaryOperator
    {
        var result = Uninitialized(Shape);
        Elementwise.Apply<T, TOperator>(AsSpan(), y, z, result.AsWritableSpan());
        return result;
    }

    /// <summary>Adds the numbers of another tensor to this tensor's own, which is one change of its <see cref="Version"/>.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void AddInPlace(Tensor<T> y)
    {
        CheckSameShape<BinaryOperators.Add>(y);
        Span<T> target = AsWritableSpan();
        Elementwise.Apply<T, BinaryOperators.Add>(target, y.AsSpan(), target);
    }

    /// <summary>Adds scale · y to this tensor's own numbers, which is one change of its <see cref="Version"/>.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void AddInPlace(Tensor<T> y, T scale)
    {
        CheckSameShape<BinaryOperators.Add>(y);
        Elementwise.AddScaled(scale, y.AsSpan(), AsWritableSpan());
    }

    /// <summary>
    /// Adds the numbers of another tensor to a range of this one along an axis, which is one change of its <see cref="Version"/>.
    /// </summary>
    /// <param name="part">Of this tensor's shape but along the axis.</param>
    /// <param name="axis">Which axis.</param>
    /// <param name="start">Where along it the range begins.</param>
    /// <exception cref="ArgumentException">The part has another shape, or reaches outside the axis.</exception>
    public void AddInPlace(Tensor<T> part, int axis, int start)
    {
        ArgumentNullException.ThrowIfNull(part);
        axis = Shape.Axis(axis);
        if (part.Rank != Rank || !part.Shape.With(axis, Shape[axis]).Equals(Shape) || start < 0 || start > Shape[axis] - part.Shape[axis])
            throw new ArgumentException($"Add: a part of shape {part.Shape} does not lie in {Shape} at {start} along axis {axis}.");

        int inner = Shape.CountOf(axis + 1, Rank), length = part.Shape[axis] * inner, stride = Shape[axis] * inner;
        ReadOnlySpan<T> from = part.AsSpan();
        Span<T> whole = AsWritableSpan();
        for (int done = 0, at = start * inner; done < from.Length; done += length, at += stride)
        {
            Span<T> target = whole.Slice(at, length);
            Elementwise.Apply<T, BinaryOperators.Add>(target, from.Slice(done, length), target);
        }
    }

    private void CheckSameShape<TOperator>(Tensor<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!other.Shape.Equals(Shape))
        {
            throw new ArgumentException(
                $"{typeof(TOperator).Name}: a tensor of shape {other.Shape} does not fit one of shape {Shape}; the shapes must be equal.");
        }
    }

    private static ArgumentException NoBroadcast<TOperator>(Shape x, Shape y) => new(
        $"{typeof(TOperator).Name}: shapes {x} and {y} do not broadcast; aligned at the last axis, their extents must be equal or 1.");
}
