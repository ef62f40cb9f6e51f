using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Optimizers;

/// <summary>g += λ·w; v = α·v + (1 − α)·g²; s = g/(√r + ε) with r = v, or max(v − a², 0) if centred; b = μ·b + s; w −= η·b.</summary>
/// <remarks>The moments are v, then a where it is centred, then b where there is a momentum.</remarks>
internal readonly struct RmsPropRule<T>(double rate, double alpha, double epsilon, double decay, double momentum, bool centered)
    : IUpdateRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector256<T> _rate = Lanes.Of<T>(rate), _epsilon = Lanes.Of<T>(epsilon), _decay = Lanes.Of<T>(decay);
    private readonly Vector256<T> _alpha = Lanes.Of<T>(alpha), _new = Lanes.Of<T>(1 - alpha), _momentum = Lanes.Of<T>(momentum);

    public int Moments => 1 + (centered ? 1 : 0) + (momentum > 0 ? 1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Apply(
        Vector256<T> weight, Vector256<T> gradient, ref Vector256<T> first, ref Vector256<T> second, ref Vector256<T> third)
    {
        gradient += weight * _decay;
        first = (first * _alpha) + (gradient * gradient * _new);
        Vector256<T> spread = first;
        if (centered)
        {
            second = (second * _alpha) + (gradient * _new);
            spread = Vector256.Max(first - (second * second), Vector256<T>.Zero);
        }

        Vector256<T> step = gradient / (Vector256.Sqrt(spread) + _epsilon);
        if (momentum > 0)
        {
            ref Vector256<T> buffer = ref centered ? ref third : ref second;
            buffer = (buffer * _momentum) + step;
            step = buffer;
        }

        return weight - (step * _rate);
    }
}
