using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static NormNet.Tensors.VectorFormat;

namespace NormNet.Tensors;

/// <summary>The error function, the normal distribution function Φ with its density φ, and x · Φ(x), accurate in the tails.</summary>
/// <remarks>
/// e^{a²} · erfc(a) = P(t)/(1 + 2a) with t = (a − 4)/(a + 4): the substitution of Shepherd &amp; Laframboise (1981, "Chebyshev
/// approximation of (1 + 2x)exp(x²)erfc x in 0 ≤ x &lt; ∞", Mathematics of Computation 36) maps all a ≥ 0 to [−1, 1], so that one
/// polynomial serves every lane. Its coefficients are those of the Chebyshev series, worked out with 60 digits, cut at degree 24 for
/// double and 12 for float, and written in powers of t.
/// </remarks>
public static class GaussianMath
{
    // Past it e^{−z²/2} is 0 in either format.
    private const double Far = 64;
    private const double RootHalf = 0.70710678118654752;
    private const double RootTwoPiReciprocal = 0.39894228040143268;

    /// <summary>erf x = (2/√π)·∫₀ˣ e^{−t²} dt, accurate relative to its value also where x is near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Erf<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> a = Vector256.Min(Vector256.Abs(x), Fill<T>(Far));
        Vector256<T> y = Vector256<T>.One - (ScaledErfc(a) * ExpOfMinusSquare(a, 1)) | (x & Fill<T>(-0.0));
        return Vector256.ConditionalSelect(Vector256.LessThan(a, Fill<T>(0.5)), x * ErfSeries(x * x), y);
    }

    /// <summary>x · Φ(x); 0 at −∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> Gelu<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector256.Max(x, Fill<T>(-Far)) * Distribution(x, out _);

    /// <summary>Φ(x) + x · φ(x); 0 at −∞ and 1 at +∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> GeluSlope<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> distribution = Distribution(x, out Vector256<T> density);
        return MultiplyAdd(Vector256.Min(Vector256.Max(x, Fill<T>(-Far)), Fill<T>(Far)), density, distribution);
    }

    /// <summary>Φ(x), by the tail on x's side, and φ(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Distribution<T>(Vector256<T> x, out Vector256<T> density)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> z = Vector256.Min(Vector256.Abs(x), Fill<T>(Far)), e = ExpOfMinusSquare(z, 0.5);
        Vector256<T> tail = Fill<T>(0.5) * ScaledErfc(z * Fill<T>(RootHalf)) * e;
        density = Fill<T>(RootTwoPiReciprocal) * e;
        return Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<T>.Zero), tail, Vector256<T>.One - tail);
    }

    /// <summary>e^{−c·a²}, c a power of two: what rounding a² loses is put back, or it would be multiplied by a².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> ExpOfMinusSquare<T>(Vector256<T> a, double c) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> factor = Fill<T>(-c), square = a * a, lost = MultiplyAdd(a, a, -square);
        Vector256<T> e = VectorMath.Exp(factor * square);
        return MultiplyAdd(factor * lost, e, e);
    }

    /// <summary>erf(x)/x = (2/√π)·Σ (−x²)ⁿ/(n!·(2n + 1)), for |x| ≤ ½.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> ErfSeries<T>(Vector256<T> square) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const double Scale = 1.1283791670955126;
        Vector256<T> p = Fill<T>(Scale / (720 * 13));
        if (typeof(T) == typeof(double))
        {
            p = Fill<T>(Scale / (479001600.0 * 25));
            p = MultiplyAdd(p, square, Fill<T>(-Scale / (39916800.0 * 23)));
            p = MultiplyAdd(p, square, Fill<T>(Scale / (3628800.0 * 21)));
            p = MultiplyAdd(p, square, Fill<T>(-Scale / (362880.0 * 19)));
            p = MultiplyAdd(p, square, Fill<T>(Scale / (40320.0 * 17)));
            p = MultiplyAdd(p, square, Fill<T>(-Scale / (5040.0 * 15)));
            p = MultiplyAdd(p, square, Fill<T>(Scale / (720 * 13)));
        }

        p = MultiplyAdd(p, square, Fill<T>(-Scale / (120 * 11)));
        p = MultiplyAdd(p, square, Fill<T>(Scale / (24 * 9)));
        p = MultiplyAdd(p, square, Fill<T>(-Scale / (6 * 7)));
        p = MultiplyAdd(p, square, Fill<T>(Scale / (2 * 5)));
        p = MultiplyAdd(p, square, Fill<T>(-Scale / 3));
        return MultiplyAdd(p, square, Fill<T>(Scale));
    }

    /// <summary>e^{a²} · erfc(a) for 0 ≤ a ≤ 64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> ScaledErfc<T>(Vector256<T> a) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> t = (a - Fill<T>(4)) / (a + Fill<T>(4));
        Vector256<T> p;
        if (typeof(T) == typeof(double))
        {
            p = Fill<T>(-2.65959969024268972e-10);
            p = MultiplyAdd(p, t, Fill<T>(9.31174497823257265e-10));
            p = MultiplyAdd(p, t, Fill<T>(3.16958819156481742e-9));
            p = MultiplyAdd(p, t, Fill<T>(-1.23468660438235285e-8));
            p = MultiplyAdd(p, t, Fill<T>(-2.05606492756992022e-8));
            p = MultiplyAdd(p, t, Fill<T>(1.06338556185948837e-7));
            p = MultiplyAdd(p, t, Fill<T>(7.746992727017942e-8));
            p = MultiplyAdd(p, t, Fill<T>(-8.21093904256056798e-7));
            p = MultiplyAdd(p, t, Fill<T>(2.91973337796301214e-7));
            p = MultiplyAdd(p, t, Fill<T>(5.70660441489573347e-6));
            p = MultiplyAdd(p, t, Fill<T>(-0.000011221287012353485));
            p = MultiplyAdd(p, t, Fill<T>(-0.0000243977464224364164));
            p = MultiplyAdd(p, t, Fill<T>(0.000150621490012404722));
        }
        else
        {
            p = Fill<T>(0.000114208172842400899);
        }

        p = MultiplyAdd(p, t, Fill<T>(-0.00024843673f, -0.000199257146610911884));
        p = MultiplyAdd(p, t, Fill<T>(-0.000709132787f, -0.000757773261373095633));
        p = MultiplyAdd(p, t, Fill<T>(0.00508226958f, 0.00503197006765748892));
        p = MultiplyAdd(p, t, Fill<T>(-0.016230392f, -0.0161977340597992662));
        p = MultiplyAdd(p, t, Fill<T>(0.0371404587f, 0.0371675155265556702));
        p = MultiplyAdd(p, t, Fill<T>(-0.0663190441f, -0.066330365812186977));
        p = MultiplyAdd(p, t, Fill<T>(0.0937402055f, 0.0937328349990944081));
        p = MultiplyAdd(p, t, Fill<T>(-0.101040941f, -0.101039066036300554));
        p = MultiplyAdd(p, t, Fill<T>(0.0680961749f, 0.0680970542546690878));
        p = MultiplyAdd(p, t, Fill<T>(0.0153797687f, 0.015379652102619604));
        p = MultiplyAdd(p, t, Fill<T>(-0.139621086f, -0.139621116840562292));
        p = MultiplyAdd(p, t, Fill<T>(1.23299512f, 1.23299511862555251));
        return p / MultiplyAdd(Fill<T>(2), a, Vector256<T>.One);
    }
}
