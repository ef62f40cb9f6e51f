using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>The functions of two arguments, each one line. Comparisons give 1 where they hold and 0 elsewhere.</summary>
public static class BinaryOperators
{
    /// <summary>x + y.</summary>
    public readonly struct Add : IBinaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => x + y;
    }

    /// <summary>x − y.</summary>
    public readonly struct Subtract : IBinaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => x - y;
    }

    /// <summary>x · y.</summary>
    public readonly struct Multiply : IBinaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => x * y;
    }

    /// <summary>x / y.</summary>
    public readonly struct Divide : IBinaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => x / y;
    }

    /// <summary>xʸ; see <see cref="VectorMath.Pow{T}"/>.</summary>
    public readonly struct Power : IBinaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => VectorMath.Pow(x, y);
    }

    /// <summary>The greater of two, NaN where either is NaN, +0 over −0.</summary>
    public readonly struct Maximum : IBinaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => Vector256.Max(x, y);
    }

    /// <summary>The lesser of two, NaN where either is NaN, −0 under +0.</summary>
    public readonly struct Minimum : IBinaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => Vector256.Min(x, y);
    }

    /// <summary>x &gt; y.</summary>
    public readonly struct Greater : IBinaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => Vector256.GreaterThan(x, y) & Vector256<T>.One;
    }

    /// <summary>x ≥ y.</summary>
    public readonly struct GreaterOrEqual : IBinaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => Vector256.GreaterThanOrEqual(x, y) & Vector256<T>.One;
    }

    /// <summary>x = y; NaN equals nothing.</summary>
    public readonly struct Equal : IBinaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => Vector256.Equals(x, y) & Vector256<T>.One;
    }

    /// <summary>x &lt; y.</summary>
    public readonly struct Less : IBinaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => Vector256.LessThan(x, y) & Vector256<T>.One;
    }

    /// <summary>x ≤ y.</summary>
    public readonly struct LessOrEqual : IBinaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => Vector256.LessThanOrEqual(x, y) & Vector256<T>.One;
    }

    /// <summary>x ≠ y; NaN differs from everything.</summary>
    public readonly struct NotEqual : IBinaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => Vector256.AndNot(Vector256<T>.One, Vector256.Equals(x, y));
    }

    /// <summary>The upstream gradient x where the input (or output) y of relu is positive, 0 elsewhere.</summary>
    public readonly struct ReluGradient : IBinaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => x & Vector256.GreaterThan(y, Vector256<T>.Zero);
    }

    /// <summary>x · (1 − y²): the upstream gradient x through y = tanh.</summary>
    public readonly struct TanhGradient : IBinaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => x * VectorFormat.MultiplyAdd(-y, y, Vector256<T>.One);
    }

    /// <summary>x · y · (1 − y): the upstream gradient x through y = sigmoid.</summary>
    public readonly struct SigmoidGradient : IBinaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => x * (y * (Vector256<T>.One - y));
    }
}
