using System.Numerics;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>2-D average pooling and its derivative. Both are linear, so each is the derivative of the other's derivative.</summary>
/// <remarks>
/// Windows of 2×2 that tile the plane go by vectors, two rows taken apart into the four corners of as many windows as a vector has
/// elements; others one by one. Threads take planes.
/// </remarks>
public static unsafe class AveragePooling
{
    /// <summary>y = the mean of each window of x.</summary>
    /// <param name="plan">The shapes.</param>
    /// <param name="x">(N, C, H, W).</param>
    /// <param name="y">(N, C, OH, OW), overwritten.</param>
    /// <exception cref="ArgumentException">A span has another length than the plan says.</exception>
    public static void Forward<T>(PoolingPlan plan, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(plan);
        plan.RequireLength("x", plan.Input, x.Length);
        plan.RequireLength("y", plan.Output, y.Length);
        fixed (T* source = x, target = y)
            Workers.For(plan.Planes, plan.Grain, new Means<T>(plan.Geometry, source, target));
    }

    /// <summary>∂ℓ/∂x from ∂ℓ/∂y: each upstream value is shared out evenly over its window.</summary>
    /// <param name="plan">The shapes.</param>
    /// <param name="upstream">(N, C, OH, OW).</param>
    /// <param name="gradient">(N, C, H, W), overwritten.</param>
    /// <exception cref="ArgumentException">A span has another length than the plan says.</exception>
    public static void InputGradient<T>(PoolingPlan plan, ReadOnlySpan<T> upstream, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(plan);
        plan.RequireLength("upstream", plan.Output, upstream.Length);
        plan.RequireLength("gradient", plan.Input, gradient.Length);
        fixed (T* source = upstream, target = gradient)
            Workers.For(plan.Planes, plan.Grain, new Shares<T>(plan.Geometry, source, target));
    }

    /// <summary>Whether a row of windows goes by vectors.</summary>
    private static bool ByPairs<T>(in PoolingGeometry geometry, int row)
        where T : unmanaged
        => LanePairs<T>.IsSupported && geometry.IsPairs && geometry.RowFillsVectors(row, Vector256<T>.Count);

    private static T Weight<T>(in PoolingGeometry geometry, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => T.One / T.CreateTruncating(geometry.CountPadding ? geometry.Kernel.Height * geometry.Kernel.Width : rows * columns);

    private readonly struct Means<T>(PoolingGeometry geometry, T* source, T* target) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int start, int end)
        {
            for (nint plane = start; plane < end; plane++)
            {
                T* from = source + (plane * geometry.InputPixels), to = target + (plane * geometry.OutputPixels);
                for (int row = 0; row < geometry.OutputHeight; row++, to += geometry.OutputWidth)
                {
                    if (ByPairs<T>(geometry, row))
                        Pairs(from + (2 * row * geometry.Width), to);
                    else
                        Windows(from, row, to);
                }
            }
        }

        private void Pairs(T* top, T* to)
        {
            int last = Math.Max(0, geometry.OutputWidth - Vector256<T>.Count);
            for (int column = 0; ; column = Math.Min(column + Vector256<T>.Count, last))
            {
                T* first = top + (2 * column), second = first + geometry.Width;
                Vector256<T> left = Vector256.Load(first) + Vector256.Load(second);
                Vector256<T> right = Vector256.Load(first + Vector256<T>.Count) + Vector256.Load(second + Vector256<T>.Count);
                (Vector256<T> even, Vector256<T> odd) = LanePairs<T>.Split(left, right);
                (LanePairs<T>.Reorder(even + odd) * Weight<T>(geometry, 2, 2)).Store(to + column);
                if (column == last)
                    break;
            }
        }

        private void Windows(T* plane, int row, T* to)
        {
            for (int column = 0; column < geometry.OutputWidth; column++)
            {
                (int firstRow, int endRow, int firstColumn, int endColumn) = geometry.Window(row, column);
                T sum = T.Zero;
                for (int y = firstRow; y < endRow; y++)
                {
                    for (int x = firstColumn; x < endColumn; x++)
                        sum += plane[(y * geometry.Width) + x];
                }

                to[column] = sum * Weight<T>(geometry, endRow - firstRow, endColumn - firstColumn);
            }
        }
    }

    private readonly struct Shares<T>(PoolingGeometry geometry, T* source, T* target) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int start, int end)
        {
            for (nint plane = start; plane < end; plane++)
            {
                T* from = source + (plane * geometry.OutputPixels), to = target + (plane * geometry.InputPixels);
                new Span<T>(to, geometry.InputPixels).Clear();
                for (int row = 0; row < geometry.OutputHeight; row++, from += geometry.OutputWidth)
                {
                    if (ByPairs<T>(geometry, row))
                    {
                        Pairs(from, to + (2 * row * geometry.Width));
                        continue;
                    }

                    if (geometry.IsPairs)
                        new Span<T>(to + (2 * row * geometry.Width), 2 * geometry.Width).Clear();
                    Windows(from, row, to);
                }
            }
        }

        private void Pairs(T* from, T* top)
        {
            int last = Math.Max(0, geometry.OutputWidth - Vector256<T>.Count);
            for (int column = 0; ; column = Math.Min(column + Vector256<T>.Count, last))
            {
                Vector256<T> share = LanePairs<T>.Reorder(Vector256.Load(from + column) * Weight<T>(geometry, 2, 2));
                (Vector256<T> left, Vector256<T> right) = LanePairs<T>.Merge(share, share);
                T* first = top + (2 * column), second = first + geometry.Width;
                left.Store(first);
                right.Store(first + Vector256<T>.Count);
                left.Store(second);
                right.Store(second + Vector256<T>.Count);
                if (column == last)
                    break;
            }
        }

        private void Windows(T* from, int row, T* plane)
        {
            for (int column = 0; column < geometry.OutputWidth; column++)
            {
                (int firstRow, int endRow, int firstColumn, int endColumn) = geometry.Window(row, column);
                T share = from[column] * Weight<T>(geometry, endRow - firstRow, endColumn - firstColumn);
                for (int y = firstRow; y < endRow; y++)
                {
                    for (int x = firstColumn; x < endColumn; x++)
                        plane[(y * geometry.Width) + x] += share;
                }
            }
        }
    }
}
