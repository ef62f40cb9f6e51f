using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>What depends on how binary32 and binary64 lay out their bits, for vectors of either.</summary>
internal static class VectorFormat
{
    /// <summary>A number in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Fill<T>(double value) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector256.Create(T.CreateTruncating(value));

    /// <summary>One number in every lane where T is float, another where it is double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Fill<T>(float single, double wide) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => typeof(T) == typeof(float) ? Vector256.Create(single).As<float, T>() : Vector256.Create(wide).As<double, T>();

    /// <summary>x · y + z, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MultiplyAdd<T>(Vector256<T> x, Vector256<T> y, Vector256<T> z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => typeof(T) == typeof(float)
            ? Vector256.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
            : Vector256.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>();

    /// <summary>1.5 · 2^p, p the bits of the fraction: adding it to a small number leaves that number, rounded, in the low bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Rounder<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Fill<T>(12582912f, 6755399441055744.0);

    /// <summary>2ⁿ from n + <see cref="Rounder{T}"/>, for n in the range of normal exponents.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> PowerOfTwo<T>(Vector256<T> rounded) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => typeof(T) == typeof(float)
            ? ((rounded.AsInt32() << 23) + Vector256.Create(1f).AsInt32()).As<int, T>()
            : ((rounded.AsInt64() << 52) + Vector256.Create(1.0).AsInt64()).As<long, T>();

    /// <summary>x = 2^exponent · significand with the significand in [√½, √2), for positive normal x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Split<T>(Vector256<T> x, out Vector256<T> exponent) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The exponent, biased to be positive, is turned into a number by placing it in the fraction of 2^p and subtracting 2^p + bias.
        if (typeof(T) == typeof(float))
        {
            Vector256<int> root = Vector256.Create(0.70710678f).AsInt32(), one = Vector256.Create(1f).AsInt32();
            Vector256<int> biased = (x.AsInt32() - root + one) >>> 23;
            exponent = ((biased | Vector256.Create(8388608f).AsInt32()).AsSingle() - Vector256.Create(8388608f + 127f)).As<float, T>();
            return (x.AsInt32() - (biased << 23) + one).As<int, T>();
        }
        else
        {
            Vector256<long> root = Vector256.Create(0.70710678118654752).AsInt64(), one = Vector256.Create(1.0).AsInt64();
            Vector256<long> biased = (x.AsInt64() - root + one) >>> 52;
            exponent = ((biased | Vector256.Create(4503599627370496.0).AsInt64()).AsDouble()
                - Vector256.Create(4503599627370496.0 + 1023.0)).As<double, T>();
            return (x.AsInt64() - (biased << 52) + one).As<long, T>();
        }
    }
}
