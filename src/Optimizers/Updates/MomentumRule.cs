using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Optimizers;

/// <summary>g += λ·w; b = μ·b + fresh·g; w −= η·b, or η·(g + μ·b) with Nesterov's variant.</summary>
/// <remarks>From b = 0 and fresh = 1 the first step has b = g.</remarks>
internal readonly struct MomentumRule<T>(double rate, double momentum, double fresh, bool nesterov, double decay) : IUpdateRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector256<T> _rate = Lanes.Of<T>(rate), _momentum = Lanes.Of<T>(momentum), _decay = Lanes.Of<T>(decay);

    private readonly Vector256<T> _fresh = Lanes.Of<T>(fresh);

    public int Moments => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Apply(
        Vector256<T> weight, Vector256<T> gradient, ref Vector256<T> first, ref Vector256<T> second, ref Vector256<T> third)
    {
        gradient += weight * _decay;
        first = (first * _momentum) + (gradient * _fresh);
        return weight - ((nesterov ? gradient + (first * _momentum) : first) * _rate);
    }
}
