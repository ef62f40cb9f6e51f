using System.Numerics;
using System.Runtime.CompilerServices;
using static NormNet.Tensors.ElementwiseLoops;

namespace NormNet.Tensors;

/// <summary>Operators applied to every element of spans of one length.</summary>
/// <remarks>
/// The target may be one of the sources, but must not overlap one otherwise. Long spans are shared among the workers; an element's
/// value depends neither on that nor on its place.
/// </remarks>
public static unsafe class Elementwise
{
    /// <summary>From how many elements on a loop is worth sharing among the workers.</summary>
    internal const int Grain = 32768;

    /// <summary>target[i] = value.</summary>
    public static void Fill<T>(T value, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* pTarget = target)
            Run(new Unary<T, UnaryOperators.Identity, Repeated<T>>(new(value), pTarget), target.Length);
    }

    /// <summary>target[i] = f(x[i]).</summary>
    /// <exception cref="ArgumentException">The lengths differ, or the target partly overlaps the source.</exception>
    public static void Apply<T, TOperator>(ReadOnlySpan<T> x, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IUnaryOperator
    {
        Check<T, TOperator>(x, target);
        fixed (T* px = x, pTarget = target)
            Run(new Unary<T, TOperator, Elements<T>>(new(px), pTarget), target.Length);
    }

    /// <summary>target[i] = f(x[i], y[i]).</summary>
    /// <exception cref="ArgumentException">The lengths differ, or the target partly overlaps a source.</exception>
    public static void Apply<T, TOperator>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IBinaryOperator
    {
        Check<T, TOperator>(x, target);
        Check<T, TOperator>(y, target);
        fixed (T* px = x, py = y, pTarget = target)
            Run(new Binary<T, TOperator, Elements<T>, Elements<T>>(new(px), new(py), pTarget), target.Length);
    }

    /// <summary>target[i] = f(x[i], y).</summary>
    /// <exception cref="ArgumentException">The lengths differ, or the target partly overlaps the source.</exception>
    public static void Apply<T, TOperator>(ReadOnlySpan<T> x, T y, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IBinaryOperator
    {
        Check<T, TOperator>(x, target);
        fixed (T* px = x, pTarget = target)
            Run(new Binary<T, TOperator, Elements<T>, Repeated<T>>(new(px), new(y), pTarget), target.Length);
    }

    /// <summary>target[i] = f(x, y[i]).</summary>
    /// <exception cref="ArgumentException">The lengths differ, or the target partly overlaps the source.</exception>
    public static void Apply<T, TOperator>(T x, ReadOnlySpan<T> y, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IBinaryOperator
    {
        Check<T, TOperator>(y, target);
        fixed (T* py = y, pTarget = target)
            Run(new Binary<T, TOperator, Repeated<T>, Elements<T>>(new(x), new(py), pTarget), target.Length);
    }

    /// <summary>target[i] = f(x[i], y[i], z[i]).</summary>
    /// <exception cref="ArgumentException">The lengths differ, or the target partly overlaps a source.</exception>
    public static void Apply<T, TOperator>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> z, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, ITernaryOperator
    {
        Check<T, TOperator>(x, target);
        Check<T, TOperator>(y, target);
        Check<T, TOperator>(z, target);
        fixed (T* px = x, py = y, pz = z, pTarget = target)
        {
            Run(
                new Ternary<T, TOperator, Elements<T>, Elements<T>, Elements<T>>(new(px), new(py), new(pz), pTarget),
                target.Length);
        }
    }

    /// <summary>target[i] = f(x[i], y[i], z).</summary>
    /// <exception cref="ArgumentException">The lengths differ, or the target partly overlaps a source.</exception>
    public static void Apply<T, TOperator>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, T z, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, ITernaryOperator
    {
        Check<T, TOperator>(x, target);
        Check<T, TOperator>(y, target);
        fixed (T* px = x, py = y, pTarget = target)
            Run(new Ternary<T, TOperator, Elements<T>, Elements<T>, Repeated<T>>(new(px), new(py), new(z), pTarget), target.Length);
    }

    /// <summary>target[i] = f(x[i], y, z).</summary>
    /// <exception cref="ArgumentException">The lengths differ, or the target partly overlaps the source.</exception>
    public static void Apply<T, TOperator>(ReadOnlySpan<T> x, T y, T z, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, ITernaryOperator
    {
        Check<T, TOperator>(x, target);
        fixed (T* px = x, pTarget = target)
            Run(new Ternary<T, TOperator, Elements<T>, Repeated<T>, Repeated<T>>(new(px), new(y), new(z), pTarget), target.Length);
    }

    /// <summary>target[i] += scale · x[i].</summary>
    /// <exception cref="ArgumentException">The lengths differ, or the target partly overlaps the source.</exception>
    public static void AddScaled<T>(T scale, ReadOnlySpan<T> x, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check<T, TernaryOperators.MultiplyAdd>(x, target);
        fixed (T* px = x, pTarget = target)
        {
            Run(
                new Ternary<T, TernaryOperators.MultiplyAdd, Repeated<T>, Elements<T>, Elements<T>>(
                    new(scale), new(px), new(pTarget), pTarget),
                target.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TBody>(TBody body, int count)
        where TBody : struct, IParallelBody
    {
        if (count < 2 * Grain)
            body.Run(0, count);
        else
            Workers.For(count, Grain, in body);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Check<T, TOperator>(ReadOnlySpan<T> source, ReadOnlySpan<T> target)
    {
        if (source.Length != target.Length)
            ThrowLengths<TOperator>(source.Length, target.Length);
        if (source.Overlaps(target, out int offset) && offset != 0)
            ThrowOverlap<TOperator>(offset);
    }

    private static void ThrowLengths<TOperator>(int source, int target) => throw new ArgumentException(
        $"{typeof(TOperator).Name}: a source of {source} elements does not fit a target of {target}; the lengths must be equal.");

    private static void ThrowOverlap<TOperator>(int offset) => throw new ArgumentException(
        $"{typeof(TOperator).Name}: the target begins {offset} elements into a source; it must be the source itself or apart from it.");
}
