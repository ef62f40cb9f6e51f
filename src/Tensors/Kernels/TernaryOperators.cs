using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>The functions of three arguments.</summary>
public static class TernaryOperators
{
    /// <summary>x · y + z, rounded once.</summary>
    public readonly struct MultiplyAdd : ITernaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y, Vector256<T> z)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => VectorFormat.MultiplyAdd(x, y, z);
    }

    /// <summary>y where x is not 0, z where it is.</summary>
    public readonly struct Select : ITernaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y, Vector256<T> z)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => Vector256.ConditionalSelect(Vector256.Equals(x, Vector256<T>.Zero), z, y);
    }

    /// <summary>x, but y where it is less and z where it is greater; NaN where x is NaN.</summary>
    public readonly struct Clamp : ITernaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y, Vector256<T> z)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => Vector256.Min(Vector256.Max(x, y), z);
    }

    /// <summary>x where y = z, 0 elsewhere.</summary>
    public readonly struct WhereEqual : ITernaryOperator
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y, Vector256<T> z)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => x & Vector256.Equals(y, z);
    }
}
