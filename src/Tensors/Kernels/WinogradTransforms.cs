using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>
/// The one-dimensional transforms of Winograd's minimal filtering F(4, 3): 4 neighbouring outputs of a filter of 3 from 6 products.
/// </summary>
/// <remarks>
/// <para>
/// An output tile is the polynomial product of its window with the filter, evaluated at the points 0, ±a, ±b, ∞ and interpolated:
/// y = Aᵀ·[(G·g) ⊙ (Bᵀ·d)] (Lavin &amp; Gray 2016, equation 6; the matrices by Cook and Toom's construction). In two dimensions each
/// transform is applied to the columns and then to the rows; the products then cost 36 multiplications for 16 outputs instead of 144.
/// </para>
/// <para>
/// The points decide the accuracy. With the usual 0, ±1, ±2 a rounding error grows up to 256-fold in two dimensions, with
/// 0, ±5/8, ±3/2 up to 63-fold (the largest row of |Aᵀ|·(|G|·1 ⊙ |Bᵀ|·1), squared, by the 9 terms), and all entries of A and B are
/// exact in binary. On normally distributed numbers and 16 or more channels the largest error in 60,000 outputs was 7e-7 of Σ|terms|,
/// and 3e-6 with the usual points. An output beside a far larger number that it does not see errs by the larger one's roundings.
/// </para>
/// <para>Each function takes vectors that lie <c>step</c> apart; all are read before one is written, so that they may be the same.</para>
/// </remarks>
internal static unsafe class WinogradTransforms
{
    private const float A = 5f / 8, B = 3f / 2;
    private const float A2 = A * A, B2 = B * B;

    /// <summary>1/Π(0 − k), 1/Π(±a − k) and 1/Π(±b − k) over the other points k.</summary>
    private const float WeightOf0 = (float)(1.0 / (A2 * B2));

    private const float WeightOfA = (float)(0.5 / (A2 * (A2 - B2))), WeightOfB = (float)(0.5 / (B2 * (B2 - A2)));

    /// <summary>Bᵀ: a window of 6 values at the 6 points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Window(float* from, nint fromStep, float* to, nint toStep)
    {
        Vector256<float> d0 = Load(from), d1 = Load(from + fromStep), d2 = Load(from + (2 * fromStep));
        Vector256<float> d3 = Load(from + (3 * fromStep)), d4 = Load(from + (4 * fromStep)), d5 = Load(from + (5 * fromStep));
        Vector256<float> evenA = Add(d4, -B2, d2), oddA = Add(d3, -B2, d1), evenB = Add(d4, -A2, d2), oddB = Add(d3, -A2, d1);
        Add(Add(d4, -A2 - B2, d2), A2 * B2, d0).Store(to);
        Add(evenA, A, oddA).Store(to + toStep);
        Add(evenA, -A, oddA).Store(to + (2 * toStep));
        Add(evenB, B, oddB).Store(to + (3 * toStep));
        Add(evenB, -B, oddB).Store(to + (4 * toStep));
        Add(Add(d5, -A2 - B2, d3), A2 * B2, d1).Store(to + (5 * toStep));
    }

    /// <summary>G: a filter of 3 values at the 6 points, each divided by the product of its distances from the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Filter(float* from, nint fromStep, float* to, nint toStep)
    {
        Vector256<float> g0 = Load(from), g1 = Load(from + fromStep), g2 = Load(from + (2 * fromStep));
        Vector256<float> evenA = Add(g0, A2, g2) * WeightOfA, evenB = Add(g0, B2, g2) * WeightOfB;
        (g0 * WeightOf0).Store(to);
        Add(evenA, A * WeightOfA, g1).Store(to + toStep);
        Add(evenA, -A * WeightOfA, g1).Store(to + (2 * toStep));
        Add(evenB, B * WeightOfB, g1).Store(to + (3 * toStep));
        Add(evenB, -B * WeightOfB, g1).Store(to + (4 * toStep));
        g2.Store(to + (5 * toStep));
    }

    /// <summary>Aᵀ: 4 outputs from the products at the 6 points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Outputs(float* from, nint fromStep, float* to, nint toStep)
    {
        Vector256<float> m1 = Load(from + fromStep), m2 = Load(from + (2 * fromStep));
        Vector256<float> m3 = Load(from + (3 * fromStep)), m4 = Load(from + (4 * fromStep));
        Vector256<float> evenA = m1 + m2, oddA = m1 - m2, evenB = m3 + m4, oddB = m3 - m4;
        (Load(from) + evenA + evenB).Store(to);
        Add(oddA * A, B, oddB).Store(to + toStep);
        Add(evenA * A2, B2, evenB).Store(to + (2 * toStep));
        Add(Add(Load(from + (5 * fromStep)), A * A2, oddA), B * B2, oddB).Store(to + (3 * toStep));
    }

    /// <summary>A, the transpose of <see cref="Outputs"/>: an upstream gradient of 4 values at the 6 points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Upstream(float* from, nint fromStep, float* to, nint toStep)
    {
        Vector256<float> y0 = Load(from), y1 = Load(from + fromStep), y2 = Load(from + (2 * fromStep)), y3 = Load(from + (3 * fromStep));
        Vector256<float> evenA = Add(y0, A2, y2), oddA = Add(y1, A2, y3), evenB = Add(y0, B2, y2), oddB = Add(y1, B2, y3);
        y0.Store(to);
        Add(evenA, A, oddA).Store(to + toStep);
        Add(evenA, -A, oddA).Store(to + (2 * toStep));
        Add(evenB, B, oddB).Store(to + (3 * toStep));
        Add(evenB, -B, oddB).Store(to + (4 * toStep));
        y3.Store(to + (5 * toStep));
    }

    /// <summary>Gᵀ, the transpose of <see cref="Filter"/>: the gradient by 3 filter values from sums of products at the 6 points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FilterGradient(float* from, nint fromStep, float* to, nint toStep)
    {
        Vector256<float> u1 = Load(from + fromStep), u2 = Load(from + (2 * fromStep));
        Vector256<float> u3 = Load(from + (3 * fromStep)), u4 = Load(from + (4 * fromStep));
        Vector256<float> evenA = (u1 + u2) * WeightOfA, oddA = (u1 - u2) * (A * WeightOfA);
        Vector256<float> evenB = (u3 + u4) * WeightOfB, oddB = (u3 - u4) * (B * WeightOfB), u5 = Load(from + (5 * fromStep));
        Add(evenA + evenB, WeightOf0, Load(from)).Store(to);
        (oddA + oddB).Store(to + toStep);
        Add(Add(u5, A2, evenA), B2, evenB).Store(to + (2 * toStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load(float* source) => Vector256.Load(source);

    /// <summary>addend + factor · value, rounded once where the hardware can.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Add(Vector256<float> addend, float factor, Vector256<float> value)
        => Vector256.MultiplyAddEstimate(Vector256.Create(factor), value, addend);
}
