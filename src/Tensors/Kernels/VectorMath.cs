using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static NormNet.Tensors.VectorFormat;

namespace NormNet.Tensors;

/// <summary>Elementary functions of vectors, within 4 units in the last place over the whole range, subnormal numbers included.</summary>
/// <remarks>
/// Argument reduction by ln 2 in two parts, then the plain power series, cut where the next term is below a tenth of a unit. Every step
/// uses a fused multiply-add, so the bits are the same on every machine that has one and on those that emulate it.
/// </remarks>
public static class VectorMath
{
    /// <summary>eˣ; 0 at −∞ and +∞ past the largest finite result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Exp<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> fraction = ReducedExpM1(x, out Vector256<T> n);
        Vector256<T> y = ScaleByPowerOfTwo(Vector256<T>.One + fraction, n);
        y = Vector256.ConditionalSelect(Vector256.GreaterThan(x, Fill<T>(89f, 710.0)), Fill<T>(double.PositiveInfinity), y);
        return Vector256.ConditionalSelect(Vector256.LessThan(x, Fill<T>(-104f, -746.0)), Vector256<T>.Zero, y);
    }

    /// <summary>eˣ − 1 without cancellation near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> ExpM1<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> y = ModerateExpM1(x);
        y = Vector256.ConditionalSelect(Vector256.GreaterThan(x, Fill<T>(64f, 512.0)), Exp(x), y);
        y = Vector256.ConditionalSelect(Vector256.LessThan(x, Fill<T>(-64f, -512.0)), -Vector256<T>.One, y);
        return Vector256.ConditionalSelect(Vector256.Equals(x, Vector256<T>.Zero), x, y);
    }

    /// <summary>ln x; −∞ at 0, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Log<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Subnormal numbers are made normal first.
        Vector256<T> isSmall = Vector256.LessThan(x, Fill<T>(1.17549435e-38f, 2.2250738585072014e-308));
        Vector256<T> normal = Vector256.ConditionalSelect(isSmall, x * Fill<T>(16777216f, 18014398509481984.0), x);
        Vector256<T> significand = Split(normal, out Vector256<T> exponent);
        exponent -= isSmall & Fill<T>(24f, 54.0);

        // ln(1 + f) = f − (f²/2 − s·(f²/2 + R)), s = f/(2 + f), R = 2(s²/3 + s⁴/5 + ...): only the small terms are rounded twice.
        Vector256<T> f = significand - Vector256<T>.One;
        Vector256<T> s = f / (f + Fill<T>(2));
        Vector256<T> halfSquare = f * f * Fill<T>(0.5);
        Vector256<T> tail = MultiplyAdd(s, halfSquare + AtanhTail(s * s), exponent * LogTwoLow<T>());
        Vector256<T> y = MultiplyAdd(exponent, LogTwoHigh<T>(), f - (halfSquare - tail));

        y = Vector256.ConditionalSelect(Vector256.LessThan(x, Fill<T>(double.PositiveInfinity)), y, x);
        y = Vector256.ConditionalSelect(Vector256.Equals(x, Vector256<T>.Zero), Fill<T>(double.NegativeInfinity), y);
        return Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<T>.Zero), Fill<T>(double.NaN), y);
    }

    /// <summary>ln(1 + x) without cancellation near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LogP1<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // ln(1 + x) = ln u + c/u with u the rounded 1 + x and c what the rounding lost.
        Vector256<T> u = Vector256<T>.One + x;
        Vector256<T> lost = Vector256.ConditionalSelect(
            Vector256.GreaterThan(x, Vector256<T>.One), Vector256<T>.One - (u - x), x - (u - Vector256<T>.One));
        Vector256<T> isInside = Vector256.GreaterThan(u, Vector256<T>.Zero) & Vector256.LessThan(u, Fill<T>(double.PositiveInfinity));
        Vector256<T> y = Log(u) + (isInside & (lost / u));
        return Vector256.ConditionalSelect(Vector256.Equals(x, Vector256<T>.Zero), x, y);
    }

    /// <summary>The hyperbolic tangent, accurate relative to its value also where x is near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Tanh<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // tanh|x| = t/(t + 2) with t = e^{2|x|} − 1; 1 where the difference to 1 is below half a unit.
        Vector256<T> magnitude = Vector256.Abs(x);
        Vector256<T> t = ModerateExpM1(magnitude + magnitude);
        Vector256<T> y = t / (t + Fill<T>(2));
        y = Vector256.ConditionalSelect(Vector256.GreaterThan(magnitude, Fill<T>(9.5f, 20.0)), Vector256<T>.One, y);
        return y | (x & Fill<T>(-0.0));
    }

    /// <summary>1/(1 + e⁻ˣ), never overflowing: e^{−|x|} is all it needs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Sigmoid<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> e = Exp(-Vector256.Abs(x));
        Vector256<T> numerator = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<T>.Zero), e, Vector256<T>.One);
        return numerator / (Vector256<T>.One + e);
    }

    /// <summary>xʸ by the runtime's scalar function, lane by lane: a vector form as accurate needs more than twice the precision.</summary>
    public static Vector256<T> Pow<T>(Vector256<T> x, Vector256<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> z = default;
        for (int lane = 0; lane < Vector256<T>.Count; lane++)
            z = z.WithElement(lane, T.Pow(x.GetElement(lane), y.GetElement(lane)));
        return z;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> LogTwoHigh<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Fill<T>(0.693145751953125f, 0.69314718036912381649);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> LogTwoLow<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Fill<T>(1.4286068203094172e-6f, 1.9082149292705877e-10);

    /// <summary>e^r − 1 for x = n·ln 2 + r, |r| ≤ ½·ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> ReducedExpM1<T>(Vector256<T> x, out Vector256<T> n) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> rounder = Rounder<T>();
        n = MultiplyAdd(x, Fill<T>(1.4426950408889634), rounder) - rounder;
        Vector256<T> r = MultiplyAdd(-n, LogTwoHigh<T>(), x);
        r = MultiplyAdd(-n, LogTwoLow<T>(), r);

        Vector256<T> p = Fill<T>(1.0 / 5040);
        if (typeof(T) == typeof(double))
        {
            p = Fill<T>(1.0 / 6227020800);
            p = MultiplyAdd(p, r, Fill<T>(1.0 / 479001600));
            p = MultiplyAdd(p, r, Fill<T>(1.0 / 39916800));
            p = MultiplyAdd(p, r, Fill<T>(1.0 / 3628800));
            p = MultiplyAdd(p, r, Fill<T>(1.0 / 362880));
            p = MultiplyAdd(p, r, Fill<T>(1.0 / 40320));
            p = MultiplyAdd(p, r, Fill<T>(1.0 / 5040));
        }

        p = MultiplyAdd(p, r, Fill<T>(1.0 / 720));
        p = MultiplyAdd(p, r, Fill<T>(1.0 / 120));
        p = MultiplyAdd(p, r, Fill<T>(1.0 / 24));
        p = MultiplyAdd(p, r, Fill<T>(1.0 / 6));
        p = MultiplyAdd(p, r, Fill<T>(0.5));
        return MultiplyAdd(r * r, p, r);
    }

    /// <summary>eˣ − 1 where 2ⁿ is a normal number: |x| ≤ 64 (float), 512 (double).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> ModerateExpM1<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> fraction = ReducedExpM1(x, out Vector256<T> n);
        Vector256<T> scale = PowerOfTwo(n + Rounder<T>());
        return MultiplyAdd(fraction, scale, scale - Vector256<T>.One);
    }

    /// <summary>y · 2ⁿ in two steps, so that neither factor overflows and a subnormal result is rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> ScaleByPowerOfTwo<T>(Vector256<T> y, Vector256<T> n) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> rounder = Rounder<T>();
        Vector256<T> half = MultiplyAdd(n, Fill<T>(0.5), rounder);
        return y * PowerOfTwo(half) * PowerOfTwo(n - (half - rounder) + rounder);
    }

    /// <summary>2(z/3 + z²/5 + z³/7 + ...), z ≤ (3 − 2√2)².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> AtanhTail<T>(Vector256<T> z) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> p = Fill<T>(2.0 / 11);
        if (typeof(T) == typeof(double))
        {
            p = Fill<T>(2.0 / 23);
            p = MultiplyAdd(p, z, Fill<T>(2.0 / 21));
            p = MultiplyAdd(p, z, Fill<T>(2.0 / 19));
            p = MultiplyAdd(p, z, Fill<T>(2.0 / 17));
            p = MultiplyAdd(p, z, Fill<T>(2.0 / 15));
            p = MultiplyAdd(p, z, Fill<T>(2.0 / 13));
            p = MultiplyAdd(p, z, Fill<T>(2.0 / 11));
        }

        p = MultiplyAdd(p, z, Fill<T>(2.0 / 9));
        p = MultiplyAdd(p, z, Fill<T>(2.0 / 7));
        p = MultiplyAdd(p, z, Fill<T>(2.0 / 5));
        p = MultiplyAdd(p, z, Fill<T>(2.0 / 3));
        return p * z;
    }
}
