using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Optimizers;

/// <summary>g += λ·w; s = s + added + g²; w −= η·g/(√s + ε).</summary>
internal readonly struct AdagradRule<T>(double rate, double added, double epsilon, double decay) : IUpdateRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _rate = T.CreateTruncating(rate), _added = T.CreateTruncating(added);
    private readonly T _epsilon = T.CreateTruncating(epsilon), _decay = T.CreateTruncating(decay);

    public int Moments => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Apply(
        Vector256<T> weight, Vector256<T> gradient, ref Vector256<T> first, ref Vector256<T> second, ref Vector256<T> third)
    {
        gradient += weight * _decay;
        first = first + Vector256.Create(_added) + (gradient * gradient);
        return weight - (gradient * _rate / (Vector256.Sqrt(first) + Vector256.Create(_epsilon)));
    }
}
