using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Optimizers;

/// <summary>w −= η·(g + λ·w).</summary>
internal readonly struct DescentRule<T>(double rate, double decay) : IUpdateRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector256<T> _rate = Lanes.Of<T>(rate), _decay = Lanes.Of<T>(decay);

    public int Moments => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Apply(
        Vector256<T> weight, Vector256<T> gradient, ref Vector256<T> first, ref Vector256<T> second, ref Vector256<T> third) =>
        weight - ((gradient + (weight * _decay)) * _rate);
}
