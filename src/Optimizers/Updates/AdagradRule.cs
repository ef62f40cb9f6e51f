using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Optimizers;

/// <summary>g += λ·w; s = s + added + g²; w −= η·g/(√s + ε).</summary>
internal readonly struct AdagradRule<T>(double rate, double added, double epsilon, double decay) : IUpdateRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector256<T> _rate = Lanes.Of<T>(rate), _added = Lanes.Of<T>(added);
    private readonly Vector256<T> _epsilon = Lanes.Of<T>(epsilon), _decay = Lanes.Of<T>(decay);

    public int Moments => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Apply(
        Vector256<T> weight, Vector256<T> gradient, ref Vector256<T> first, ref Vector256<T> second, ref Vector256<T> third)
    {
        gradient += weight * _decay;
        first = first + _added + (gradient * gradient);
        return weight - (gradient * _rate / (Vector256.Sqrt(first) + _epsilon));
    }
}
