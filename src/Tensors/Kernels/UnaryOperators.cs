using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>The functions of one argument, each one line.</summary>
public static class UnaryOperators
{
    /// <summary>x.</summary>
    public readonly struct Identity : IUnaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;
    }

    /// <summary>−x.</summary>
    public readonly struct Negate : IUnaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T> => -x;
    }

    /// <summary>|x|.</summary>
    public readonly struct Abs : IUnaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => Vector256.Abs(x);
    }

    /// <summary>x/|x|; 0 at ±0, NaN at NaN.</summary>
    public readonly struct Sign : IUnaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => Vector256.ConditionalSelect(
                Vector256.GreaterThan(Vector256.Abs(x), Vector256<T>.Zero), Vector256<T>.One | (x & VectorFormat.Fill<T>(-0.0)), x);
    }

    /// <summary>x².</summary>
    public readonly struct Square : IUnaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => x * x;
    }

    /// <summary>√x; NaN below 0.</summary>
    public readonly struct Sqrt : IUnaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => Vector256.Sqrt(x);
    }

    /// <summary>1/√x, by a correctly rounded root and division, not by an estimate.</summary>
    public readonly struct ReciprocalSqrt : IUnaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => Vector256<T>.One / Vector256.Sqrt(x);
    }

    /// <summary>1/x.</summary>
    public readonly struct Reciprocal : IUnaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => Vector256<T>.One / x;
    }

    /// <summary>eˣ; see <see cref="VectorMath.Exp{T}"/>.</summary>
    public readonly struct Exp : IUnaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => VectorMath.Exp(x);
    }

    /// <summary>eˣ − 1; see <see cref="VectorMath.ExpM1{T}"/>.</summary>
    public readonly struct ExpM1 : IUnaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => VectorMath.ExpM1(x);
    }

    /// <summary>ln x; see <see cref="VectorMath.Log{T}"/>.</summary>
    public readonly struct Log : IUnaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => VectorMath.Log(x);
    }

    /// <summary>ln(1 + x); see <see cref="VectorMath.LogP1{T}"/>.</summary>
    public readonly struct LogP1 : IUnaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => VectorMath.LogP1(x);
    }

    /// <summary>tanh x; see <see cref="VectorMath.Tanh{T}"/>.</summary>
    public readonly struct Tanh : IUnaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => VectorMath.Tanh(x);
    }

    /// <summary>1/(1 + e⁻ˣ); see <see cref="VectorMath.Sigmoid{T}"/>.</summary>
    public readonly struct Sigmoid : IUnaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => VectorMath.Sigmoid(x);
    }

    /// <summary>max(x, 0); NaN stays NaN.</summary>
    public readonly struct Relu : IUnaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => Vector256.AndNot(x, Vector256.LessThanOrEqual(x, Vector256<T>.Zero));
    }

    /// <summary>erf x; see <see cref="GaussianMath.Erf{T}"/>.</summary>
    public readonly struct Erf : IUnaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => GaussianMath.Erf(x);
    }
}
