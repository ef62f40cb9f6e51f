using System.Numerics;

namespace NormNet.Tensors;

/// <content>Reductions over any axes; no axes at all means every axis. Negative axes count from the end.</content>
/// <remarks>Sums are added in double precision and in an order that only the shape decides.</remarks>
public sealed partial class Tensor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int[] FirstAxis = [0];

    /// <summary>Σx; 0 where there is nothing to add.</summary>
    /// <param name="axes">The axes to reduce.</param>
    /// <param name="keepDimensions">Whether reduced axes stay, with extent 1.</param>
    /// <exception cref="ArgumentException">An axis is named twice, or there is no such axis.</exception>
    public Tensor<T> Sum(ReadOnlySpan<int> axes = default, bool keepDimensions = false)
    {
        var result = Reduced(axes, keepDimensions, out Shape view, out int[] sorted);
        Reduction.Sum(AsSpan(), view, sorted, result.AsWritableSpan());
        return result;
    }

    /// <summary>The arithmetic mean; NaN of nothing.</summary>
    /// <inheritdoc cref="Sum"/>
    public Tensor<T> Mean(ReadOnlySpan<int> axes = default, bool keepDimensions = false)
    {
        var result = Reduced(axes, keepDimensions, out Shape view, out int[] sorted);
        Reduction.Mean(AsSpan(), view, sorted, result.AsWritableSpan());
        return result;
    }

    /// <summary>
    /// Σ(x − mean)²/(m − correction), m the number of elements of a result, in two passes; not finite where m ≤ correction.
    /// </summary>
    /// <param name="axes">The axes to reduce.</param>
    /// <param name="keepDimensions">Whether reduced axes stay, with extent 1.</param>
    /// <param name="correction">0 for the biased variance, 1 for the unbiased one.</param>
    /// <exception cref="ArgumentException">An axis is named twice, or there is no such axis.</exception>
    public Tensor<T> Variance(ReadOnlySpan<int> axes = default, bool keepDimensions = false, int correction = 0)
    {
        var result = Reduced(axes, keepDimensions, out Shape view, out int[] sorted);
        Reduction.Variance(AsSpan(), view, sorted, correction, result.AsWritableSpan());
        return result;
    }

    /// <summary>The greatest element; NaN where one is NaN.</summary>
    /// <param name="axes">The axes to reduce.</param>
    /// <param name="keepDimensions">Whether reduced axes stay, with extent 1.</param>
    /// <exception cref="ArgumentException">
    /// An axis is named twice, there is no such axis, or there are no elements along the axes.
    /// </exception>
    public Tensor<T> Max(ReadOnlySpan<int> axes = default, bool keepDimensions = false)
    {
        var result = Reduced(axes, keepDimensions, out Shape view, out int[] sorted);
        Reduction.Extremum<T, BinaryOperators.Maximum>(AsSpan(), view, sorted, result.AsWritableSpan());
        return result;
    }

    /// <summary>The least element; NaN where one is NaN.</summary>
    /// <inheritdoc cref="Max"/>
    public Tensor<T> Min(ReadOnlySpan<int> axes = default, bool keepDimensions = false)
    {
        var result = Reduced(axes, keepDimensions, out Shape view, out int[] sorted);
        Reduction.Extremum<T, BinaryOperators.Minimum>(AsSpan(), view, sorted, result.AsWritableSpan());
        return result;
    }

    /// <summary>
    /// The position of the greatest element along an axis, which disappears: the first of equals, the first NaN if there is one.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such axis, or it has extent 0.</exception>
    public IndexTensor ArgMax(int axis = -1)
    {
        axis = Shape.Axis(axis);
        if (Shape[axis] == 0)
        {
            throw new ArgumentException(
                $"ArgMax: axis {axis} of shape {Shape} has no elements, and of none there is no greatest.", nameof(axis));
        }

        var result = IndexTensor.Uninitialized(Shape.Reduce([axis], keepDimensions: false));
        ArgMaximum.Find(AsSpan(), Shape.CountOf(0, axis), Shape[axis], Shape.CountOf(axis + 1, Rank), result.AsWritableSpan());
        return result;
    }

    /// <summary>
    /// The position of the least element along an axis, which disappears: the first of equals, the first NaN if there is one.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such axis, or it has extent 0.</exception>
    public IndexTensor ArgMin(int axis = -1)
    {
        Tensor<T> negated = Negate();
        IndexTensor position = negated.ArgMax(axis);
        Return(negated);
        return position;
    }

    /// <summary>(Σ|x|ᵖ)^{1/p}; for p = ∞ the greatest |x|. For p = 2 squares are added in double precision.</summary>
    /// <param name="order">p, at least 1.</param>
    /// <param name="axes">The axes to reduce.</param>
    /// <param name="keepDimensions">Whether reduced axes stay, with extent 1.</param>
    /// <exception cref="ArgumentException">
    /// An axis is named twice, there is no such axis, p is less than 1, or p is ∞ and there are no elements along the axes.
    /// </exception>
    public Tensor<T> Norm(double order = 2, ReadOnlySpan<int> axes = default, bool keepDimensions = false)
    {
        if (!(order >= 1))
            throw new ArgumentOutOfRangeException(nameof(order), order, "Norm: the order must be at least 1.");
        if (order == 2)
        {
            var result = Reduced(axes, keepDimensions, out Shape view, out int[] sorted);
            Reduction.EuclideanNorm(AsSpan(), view, sorted, result.AsWritableSpan());
            return result;
        }

        Tensor<T> sizes = Abs();
        if (order is not 1 and < double.PositiveInfinity)
            sizes = Then(sizes, x => x.Power(T.CreateTruncating(order)));
        Tensor<T> norm = double.IsInfinity(order) ? sizes.Max(axes, keepDimensions) : sizes.Sum(axes, keepDimensions);
        Return(sizes);
        return order is 1 or double.PositiveInfinity ? norm : Then(norm, x => x.Power(T.CreateTruncating(1 / order)));
    }

    /// <summary>ln Σeˣ, which neither overflows nor loses small numbers; −∞ where there is nothing to add or all of it is −∞.</summary>
    /// <param name="axes">The axes to reduce.</param>
    /// <param name="keepDimensions">Whether reduced axes stay, with extent 1.</param>
    /// <exception cref="ArgumentException">An axis is named twice, or there is no such axis.</exception>
    public Tensor<T> LogSumExp(ReadOnlySpan<int> axes = default, bool keepDimensions = false)
    {
        if (Count == 0)
            return Then(Sum(axes, keepDimensions), zeros => zeros.Log());

        // The maximum is subtracted; an infinite one cannot be, and need not: its exponential is 0 or ∞ already.
        int[] reduced = Shape.Axes(axes);
        Tensor<T> max = Max(reduced, keepDimensions: true);
        foreach (ref T value in max.AsWritableSpan())
            value = T.IsFinite(value) ? value : T.Zero;

        Tensor<T> sum = Then(Then(Subtract(max), x => x.Exp()), x => x.Sum(reduced, keepDimensions: true));
        Tensor<T> result = Then(Then(sum, x => x.Log()), x => x.Add(max));
        Return(max);
        return result.Reshape(Shape.Reduce(reduced, keepDimensions));
    }

    /// <summary>x₀, x₀ + x₁, x₀ + x₁ + x₂, … along an axis, added in double precision.</summary>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    public Tensor<T> CumulativeSum(int axis = -1)
    {
        axis = Shape.Axis(axis);
        var result = Uninitialized(Shape);
        RunningSum.Apply(AsSpan(), Shape.CountOf(0, axis), Shape[axis], Shape.CountOf(axis + 1, Rank), result.AsWritableSpan());
        return result;
    }

    /// <summary>The sums that undo a broadcast: over every axis along which the given shape is repeated to make this one.</summary>
    /// <exception cref="ArgumentException">The shape does not broadcast to this one.</exception>
    public Tensor<T> SumTo(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (!shape.BroadcastsTo(Shape))
        {
            throw new ArgumentException(
                $"SumTo: shape {shape} does not broadcast to {Shape}, so there is no broadcast to undo.", nameof(shape));
        }

        int added = Rank - shape.Rank;
        Span<int> axes = stackalloc int[Rank];
        int reduced = 0;
        for (int axis = 0; axis < Rank; axis++)
        {
            if (axis < added || (shape[axis - added] == 1 && Shape[axis] != 1))
                axes[reduced++] = axis;
        }

        var result = Uninitialized(shape);
        if (reduced == 0)
            AsSpan().CopyTo(result.AsWritableSpan());
        else
            Reduction.Sum(AsSpan(), Shape, axes[..reduced], result.AsWritableSpan());
        return result;
    }

    /// <summary>eˣ/Σeˣ along an axis; a line of −∞ alone, or with +∞ or NaN in it, becomes NaN.</summary>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    public Tensor<T> Softmax(int axis = -1) => Softmax(axis, isLog: false);

    /// <summary>x − ln Σeˣ along an axis: the logarithm of <see cref="Softmax(int)"/>, also where that is too small for a number.</summary>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    public Tensor<T> LogSoftmax(int axis = -1) => Softmax(axis, isLog: true);

    private Tensor<T> Softmax(int axis, bool isLog)
    {
        axis = Shape.Axis(axis);
        var result = Uninitialized(Shape);
        SoftmaxKernel.Apply(AsSpan(), Shape.CountOf(0, axis), Shape[axis], Shape.CountOf(axis + 1, Rank), isLog, result.AsWritableSpan());
        return result;
    }

    /// <summary>
    /// Room for the result, and the view and its axes that the kernel is to reduce: a vector where everything is reduced.
    /// </summary>
    private Tensor<T> Reduced(ReadOnlySpan<int> axes, bool keepDimensions, out Shape view, out int[] sorted)
    {
        if (axes.IsEmpty && !keepDimensions && Count > 0)
        {
            (view, sorted) = (Shape.Rank == 1 ? Shape : Shape.Of(Count), FirstAxis);
            return Uninitialized(Shape.Scalar);
        }

        (view, sorted) = (Shape, Shape.Axes(axes));
        return Uninitialized(Shape.Reduce(sorted, keepDimensions));
    }

    /// <summary>The next step of a computation, after which the scratch tensor of the step before goes back to the pool.</summary>
    private static Tensor<T> Then(Tensor<T> scratch, Func<Tensor<T>, Tensor<T>> next)
    {
        Tensor<T> result = next(scratch);
        Return(scratch);
        return result;
    }
}
