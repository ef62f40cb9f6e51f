using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NormNet.Tensors;

/// <summary>Sums, means, variances and extrema over any axes of a shape.</summary>
/// <remarks>
/// Axes are sorted and counted from 0. Of no elements the sum is 0, the mean and the variance NaN, as in NumPy; the greatest and the
/// least do not exist. Error bounds of the sums: <see cref="Summation"/>.
/// </remarks>
internal static unsafe class Reduction
{
    /// <summary>Σx.</summary>
    internal static void Sum<T>(ReadOnlySpan<T> x, Shape shape, ReadOnlySpan<int> axes, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Moments<T, ElementTerm>(x, shape, axes, target, isMean: false);

    /// <summary>Σx/m, m the number of elements of a result.</summary>
    internal static void Mean<T>(ReadOnlySpan<T> x, Shape shape, ReadOnlySpan<int> axes, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Moments<T, ElementTerm>(x, shape, axes, target, isMean: true);

    /// <summary>√Σx²; the squares are added in double precision, and the root is taken there.</summary>
    internal static void EuclideanNorm<T>(ReadOnlySpan<T> x, Shape shape, ReadOnlySpan<int> axes, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Moments<T, SquareTerm>(x, shape, axes, target, isRoot: true);

    /// <summary>Σ(x − mean)²/(m − correction), in two passes; the mean is not rounded to <typeparamref name="T"/> in between.</summary>
    /// <remarks>The correction is 0 for the biased variance, 1 for the unbiased one, which is not finite where m is 1.</remarks>
    internal static void Variance<T>(ReadOnlySpan<T> x, Shape shape, ReadOnlySpan<int> axes, int correction, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.IsEmpty)
        {
            target.Fill(T.NaN);
            return;
        }

        int* memory = stackalloc int[4 * shape.Rank];
        var layout = new ReductionLayout(shape, axes, memory);
        double[] buffer = ArrayPool<double>.Shared.Rent(2 * (target.Length + Summation.Slack));
        fixed (T* px = x)
        fixed (double* sums = buffer)
        {
            double* means = sums + target.Length + Summation.Slack;
            Summation.Sum<T, ElementTerm>(layout, px, null, means);
            for (int i = 0; i < target.Length; i++)
                means[i] /= layout.TermCount;

            Summation.Sum<T, SquaredDeviationTerm>(layout, px, means, sums);
            for (int i = 0; i < target.Length; i++)
                target[i] = T.CreateTruncating(sums[i] / (layout.TermCount - correction));
        }

        ArrayPool<double>.Shared.Return(buffer);
    }

    /// <summary>The greatest or the least element, by the operator; NaN where an element is NaN.</summary>
    /// <exception cref="ArgumentException">There are results but no elements to make them of.</exception>
    internal static void Extremum<T, TOperator>(ReadOnlySpan<T> x, Shape shape, ReadOnlySpan<int> axes, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IBinaryOperator
    {
        if (target.IsEmpty)
            return;
        if (x.IsEmpty)
        {
            string name = typeof(TOperator).Name;
            throw new ArgumentException(
                $"{name}: shape {shape} has no elements along axes ({string.Join(", ", axes.ToArray())}), "
                + $"and of none there is no {name.ToLowerInvariant()}.");
        }

        int* memory = stackalloc int[4 * shape.Rank];
        var layout = new ReductionLayout(shape, axes, memory);
        fixed (T* px = x, pTarget = target)
            Extrema.Fold<T, TOperator>(layout, px, pTarget);
    }

    [SkipLocalsInit]
    private static void Moments<T, TTerm>(
        ReadOnlySpan<T> x, Shape shape, ReadOnlySpan<int> axes, Span<T> target, bool isMean = false, bool isRoot = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTerm : struct, ISumTerm
    {
        if (x.IsEmpty)
        {
            target.Fill(isMean ? T.NaN : T.Zero);
            return;
        }

        const int OnStack = 64;
        int* memory = stackalloc int[4 * shape.Rank];
        var layout = new ReductionLayout(shape, axes, memory);
        double[]? rented = target.Length > OnStack ? ArrayPool<double>.Shared.Rent(target.Length) : null;
        Span<double> sums = rented ?? stackalloc double[OnStack];
        fixed (T* px = x)
        fixed (double* pSums = sums)
            Summation.Sum<T, TTerm>(layout, px, null, pSums);

        double divisor = isMean ? layout.TermCount : 1;
        for (int i = 0; i < target.Length; i++)
            target[i] = T.CreateTruncating(isRoot ? Math.Sqrt(sums[i]) : sums[i] / divisor);
        if (rented is not null)
            ArrayPool<double>.Shared.Return(rented);
    }
}
