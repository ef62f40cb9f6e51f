using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>Activation functions and their gradients, each one line; a gradient's x is the upstream gradient, its y the input.</summary>
public static class ActivationOperators
{
    /// <summary>x where it is positive, else y · x.</summary>
    public readonly struct LeakyRelu : IBinaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256<T>.Zero), x, y * x);
    }

    /// <summary>The upstream gradient x where the input y is positive, else z · x.</summary>
    public readonly struct LeakyReluGradient : ITernaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y, Vector256<T> z)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => Vector256.ConditionalSelect(Vector256.GreaterThan(y, Vector256<T>.Zero), x, z * x);
    }

    /// <summary>x where it is positive, else y · (eˣ − 1).</summary>
    public readonly struct Elu : IBinaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256<T>.Zero), x, y * VectorMath.ExpM1(x));
    }

    /// <summary>The upstream gradient x where the input y is positive, else x · z · eʸ.</summary>
    public readonly struct EluGradient : ITernaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y, Vector256<T> z)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => Vector256.ConditionalSelect(Vector256.GreaterThan(y, Vector256<T>.Zero), x, x * z * VectorMath.Exp(y));
    }

    /// <summary>ln(1 + eˣ) = max(x, 0) + ln(1 + e^{−|x|}), which neither overflows nor cancels.</summary>
    public readonly struct Softplus : IUnaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => Vector256.Max(x, Vector256<T>.Zero) + VectorMath.LogP1(VectorMath.Exp(-Vector256.Abs(x)));
    }

    /// <summary>x · Φ(x), Φ the standard normal distribution function.</summary>
    public readonly struct Gelu : IUnaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => GaussianMath.Gelu(x);
    }

    /// <summary>x · (Φ(y) + y · φ(y)), φ the standard normal density.</summary>
    public readonly struct GeluGradient : IBinaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => x * GaussianMath.GeluSlope(y);
    }

    /// <summary>½x · (1 + tanh(√(2/π) · (x + 0.044715x³))).</summary>
    public readonly struct GeluTanh : IUnaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => GatedMath.GeluTanh(x);
    }

    /// <summary>The derivative of <see cref="GeluTanh"/> at y, times x.</summary>
    public readonly struct GeluTanhGradient : IBinaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => x * GatedMath.GeluTanhSlope(y);
    }

    /// <summary>x/(1 + e⁻ˣ).</summary>
    public readonly struct Silu : IUnaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => GatedMath.Silu(x);
    }

    /// <summary>The derivative of <see cref="Silu"/> at y, times x.</summary>
    public readonly struct SiluGradient : IBinaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => x * GatedMath.SiluSlope(y);
    }

    /// <summary>x · tanh(ln(1 + eˣ)).</summary>
    public readonly struct Mish : IUnaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => GatedMath.Mish(x);
    }

    /// <summary>The derivative of <see cref="Mish"/> at y, times x.</summary>
    public readonly struct MishGradient : IBinaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => x * GatedMath.MishSlope(y);
    }
}
