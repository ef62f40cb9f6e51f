using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static NormNet.Tensors.VectorFormat;

namespace NormNet.Tensors;

/// <summary>x · gate(x) with gates that run from 0 to 1, and derivatives of the products, without cancellation or overflow.</summary>
/// <remarks>
/// Everything is made of e = e^{−|x|} ≤ 1. Where a gate is 0 or 1 in any format, x is replaced by a number that is finite: so the limits
/// at ±∞ are met (0 below, x above, slopes 0 and 1), where a product of 0 and ∞ would be NaN.
/// </remarks>
internal static class GatedMath
{
    private const double Far = 1024;
    private const double FarForCubes = 64;
    private const double TwoOverRootPi = 1.5957691216057308; // 2·√(2/π)
    private const double Cubic = 0.044715;

    /// <summary>x · σ(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> Silu<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector256.Max(x, Fill<T>(-Far)) * VectorMath.Sigmoid(x);

    /// <summary>σ(x) · (1 + x · (1 − σ(x))).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> SiluSlope<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        x = Within(x, Far);
        Vector256<T> gate = Gate(x, out Vector256<T> rest);
        return gate * MultiplyAdd(x, rest, Vector256<T>.One);
    }

    /// <summary>x · σ(k), k = 2·√(2/π) · (x + 0.044715x³): ½(1 + tanh(k/2)) is σ(k), which keeps its digits for negative k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> GeluTanh<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> y = Vector256.Max(x, Fill<T>(-FarForCubes));
        return y * VectorMath.Sigmoid(Fill<T>(TwoOverRootPi) * y * MultiplyAdd(Fill<T>(Cubic) * y, y, Vector256<T>.One));
    }

    /// <summary>σ(k) · (1 + x · (1 − σ(k)) · ∂k/∂x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> GeluTanhSlope<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        x = Within(x, FarForCubes);
        Vector256<T> scaled = Fill<T>(TwoOverRootPi) * x, square = x * x;
        Vector256<T> gate = Gate(scaled * MultiplyAdd(Fill<T>(Cubic), square, Vector256<T>.One), out Vector256<T> rest);
        return gate * MultiplyAdd(scaled * MultiplyAdd(Fill<T>(3 * Cubic), square, Vector256<T>.One), rest, Vector256<T>.One);
    }

    /// <summary>x · tanh(ln(1 + eˣ)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> Mish<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> numerator = TanhOfSoftplus(x, out Vector256<T> denominator, out _, out _);
        return Vector256.Max(x, Fill<T>(-Far)) * (numerator / denominator);
    }

    /// <summary>t + x · (1 − t²) · σ(x), t = tanh(ln(1 + eˣ)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> MishSlope<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        x = Within(x, Far);
        Vector256<T> numerator = TanhOfSoftplus(x, out Vector256<T> denominator, out Vector256<T> difference, out Vector256<T> gate);
        Vector256<T> t = numerator / denominator, oneMinusSquare = difference / denominator * (Vector256<T>.One + t);
        return MultiplyAdd(x * oneMinusSquare, gate, t);
    }

    /// <summary>
    /// tanh(ln(1 + eˣ)) = ((1 + eˣ)² − 1)/((1 + eˣ)² + 1), reduced by e²ˣ where x is positive, as a fraction and its distance to 1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> TanhOfSoftplus<T>(
        Vector256<T> x, out Vector256<T> denominator, out Vector256<T> difference, out Vector256<T> gate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> one = Vector256<T>.One, two = Fill<T>(2), e = VectorMath.Exp(-Vector256.Abs(x));
        Vector256<T> isNegative = Vector256.LessThan(x, Vector256<T>.Zero);
        Vector256<T> numerator = Vector256.ConditionalSelect(isNegative, e * (e + two), MultiplyAdd(two, e, one));
        difference = Vector256.ConditionalSelect(isNegative, two, two * e * e);
        denominator = numerator + difference;
        gate = Vector256.ConditionalSelect(isNegative, e, one) / (one + e);
        return numerator;
    }

    /// <summary>σ(x) and, not by subtraction, 1 − σ(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Gate<T>(Vector256<T> x, out Vector256<T> rest) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> e = VectorMath.Exp(-Vector256.Abs(x)), large = Vector256<T>.One / (Vector256<T>.One + e), small = e * large;
        Vector256<T> isNegative = Vector256.LessThan(x, Vector256<T>.Zero);
        rest = Vector256.ConditionalSelect(isNegative, large, small);
        return Vector256.ConditionalSelect(isNegative, small, large);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Within<T>(Vector256<T> x, double bound) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector256.Min(Vector256.Max(x, Fill<T>(-bound)), Fill<T>(bound));
}
