using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Optimizers;

/// <summary>c = β₁·m + (1 − β₁)·g; w = kept·w − η·sign(c); m = β₂·m + (1 − β₂)·g.</summary>
internal readonly struct LionRule<T>(double beta1, double beta2, double rate, double kept) : IUpdateRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector256<T> _beta1 = Lanes.Of<T>(beta1), _new1 = Lanes.Of<T>(1 - beta1);
    private readonly Vector256<T> _beta2 = Lanes.Of<T>(beta2), _new2 = Lanes.Of<T>(1 - beta2);
    private readonly Vector256<T> _rate = Lanes.Of<T>(rate), _kept = Lanes.Of<T>(kept);

    public int Moments => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Apply(
        Vector256<T> weight, Vector256<T> gradient, ref Vector256<T> first, ref Vector256<T> second, ref Vector256<T> third)
    {
        Vector256<T> direction = (first * _beta1) + (gradient * _new1), rate = _rate;
        first = (first * _beta2) + (gradient * _new2);
        Vector256<T> step = (Vector256.GreaterThan(direction, Vector256<T>.Zero) & rate)
            - (Vector256.LessThan(direction, Vector256<T>.Zero) & rate);

        // No direction is greater or less than 0 where it is not a number; the weight shall not stay as if all were well.
        step = Vector256.ConditionalSelect(Vector256.Equals(direction, direction), step, direction);
        return (weight * _kept) - step;
    }
}
