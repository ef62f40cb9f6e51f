using System.Numerics;

namespace NormNet.Tensors;

/// <content>Reductions over axes; naming no axis means all of them.</content>
public sealed partial class Tensor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The sum over axes, added in double precision.</summary>
    public Tensor<T> Sum(ReadOnlySpan<int> axes = default, bool keepDimensions = false)
    {
        int[] sorted = Shape.Axes(axes);
        Shape kept = Shape.Reduce(sorted, keepDimensions: true);
        double[] sums = new double[kept.Count];
        ReadOnlySpan<T> x = AsSpan();
        for (int i = 0; i < x.Length; i++)
            sums[ReducedPosition(i, kept)] += double.CreateTruncating(x[i]);
        return FromDoubles(sums, Shape.Reduce(sorted, keepDimensions));
    }

    /// <summary>The mean over axes; NaN over no elements.</summary>
    public Tensor<T> Mean(ReadOnlySpan<int> axes = default, bool keepDimensions = false)
    {
        Tensor<T> sum = Sum(axes, keepDimensions);
        return sum.Divide(Scalar((double)Count / sum.Count));
    }

    /// <summary>The largest element over axes; NaN where there is one.</summary>
    public Tensor<T> Max(ReadOnlySpan<int> axes = default, bool keepDimensions = false)
    {
        int[] sorted = Shape.Axes(axes);
        Shape kept = Shape.Reduce(sorted, keepDimensions: true);
        Tensor<T> y = Full(Shape.Reduce(sorted, keepDimensions), double.NegativeInfinity);
        Span<T> max = y.AsWritableSpan();
        ReadOnlySpan<T> x = AsSpan();
        for (int i = 0; i < x.Length; i++)
        {
            int at = ReducedPosition(i, kept);
            max[at] = T.Max(max[at], x[i]);
        }

        return y;
    }

    /// <summary>The sum over the axes along which a shape would be repeated to become this one's.</summary>
    /// <exception cref="ArgumentException">The target does not broadcast to this shape.</exception>
    public Tensor<T> SumTo(Shape target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (!target.BroadcastsTo(Shape))
            throw new ArgumentException($"SumTo: {target} does not broadcast to {Shape}.", nameof(target));
        int[] axes = [.. Enumerable.Range(0, Rank).Where(axis =>
            axis < Rank - target.Rank || target[axis - Rank + target.Rank] != Shape[axis])];
        return axes.Length == 0 ? Clone().Reshape(target) : Sum(axes, keepDimensions: true).Reshape(target);
    }

    /// <summary>e^x / Σ e^x along one axis.</summary>
    public Tensor<T> Softmax(int axis = -1) => LogSoftmax(axis).Exp();

    /// <summary>x − ln Σ e^x along one axis.</summary>
    public Tensor<T> LogSoftmax(int axis = -1)
    {
        Tensor<T> shifted = Subtract(Max([axis], keepDimensions: true));
        return shifted.Subtract(shifted.Exp().Sum([axis], keepDimensions: true).Log());
    }

    private int ReducedPosition(int position, Shape kept)
    {
        int reduced = 0, step = 1;
        for (int axis = Rank - 1; axis >= 0; axis--)
        {
            int index = position % Shape[axis];
            position /= Shape[axis];
            reduced += (kept[axis] == 1 ? 0 : index) * step;
            step *= kept[axis];
        }

        return reduced;
    }
}
