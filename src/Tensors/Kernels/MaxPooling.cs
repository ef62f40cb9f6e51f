using System.Numerics;

namespace NormNet.Tensors;

/// <summary>2-D max pooling: the largest value of each window, and what follows its position.</summary>
/// <remarks>
/// <para>
/// A window's position is that of its first largest value, row by row; a value that is not a number counts as largest. It is found
/// again from x wherever it is needed: that reads no more than stored positions would, and in vectors.
/// </para>
/// <para>The derivative of <see cref="Forward"/> is <see cref="Scatter"/>, and that of <see cref="Scatter"/> is
/// <see cref="Gather"/>.</para>
/// </remarks>
public static unsafe class MaxPooling
{
    /// <summary>y = the largest value of each window of x.</summary>
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
        Run<T, MaximumTake>(plan, x, x, y);
    }

    /// <summary>Adds each upstream value to the position of its window's maximum: ∂ℓ/∂x from ∂ℓ/∂y.</summary>
    /// <param name="plan">The shapes.</param>
    /// <param name="x">(N, C, H, W).</param>
    /// <param name="upstream">(N, C, OH, OW).</param>
    /// <param name="gradient">(N, C, H, W), overwritten.</param>
    /// <exception cref="ArgumentException">A span has another length than the plan says.</exception>
    public static void Scatter<T>(PoolingPlan plan, ReadOnlySpan<T> x, ReadOnlySpan<T> upstream, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(plan);
        plan.RequireLength("x", plan.Input, x.Length);
        plan.RequireLength("upstream", plan.Output, upstream.Length);
        plan.RequireLength("gradient", plan.Input, gradient.Length);
        Run<T, MaximumScatter>(plan, x, upstream, gradient);
    }

    /// <summary>Takes the value at the position of each window's maximum in x from another tensor.</summary>
    /// <param name="plan">The shapes.</param>
    /// <param name="x">(N, C, H, W), which decides the positions.</param>
    /// <param name="values">(N, C, H, W), which is read there.</param>
    /// <param name="target">(N, C, OH, OW), overwritten.</param>
    /// <exception cref="ArgumentException">A span has another length than the plan says.</exception>
    public static void Gather<T>(PoolingPlan plan, ReadOnlySpan<T> x, ReadOnlySpan<T> values, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(plan);
        plan.RequireLength("x", plan.Input, x.Length);
        plan.RequireLength("values", plan.Input, values.Length);
        plan.RequireLength("target", plan.Output, target.Length);
        Run<T, MaximumGather>(plan, x, values, target);
    }

    private static void Run<T, TUse>(PoolingPlan plan, ReadOnlySpan<T> x, ReadOnlySpan<T> values, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TUse : struct, IMaximumUse
    {
        fixed (T* px = x, pv = values, pt = target)
            Workers.For(plan.Planes, plan.Grain, new MaxPoolingKernel<T, TUse>(plan.Geometry, px, pv, pt));
    }
}
