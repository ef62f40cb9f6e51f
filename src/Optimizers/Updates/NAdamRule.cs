using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Optimizers;

/// <summary>
/// g += λ·w; m = β₁·m + (1 − β₁)·g; v = β₂·v + (1 − β₂)·g²; w −= (meanRate·m + gradientRate·g) / (rootScale·√v + ε).
/// </summary>
internal readonly struct NAdamRule<T>(
    double beta1, double beta2, double epsilon, double meanRate, double gradientRate, double rootScale, double decay)
    : IUpdateRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector256<T> _beta1 = Lanes.Of<T>(beta1), _new1 = Lanes.Of<T>(1 - beta1);
    private readonly Vector256<T> _beta2 = Lanes.Of<T>(beta2), _new2 = Lanes.Of<T>(1 - beta2);
    private readonly Vector256<T> _meanRate = Lanes.Of<T>(meanRate), _gradientRate = Lanes.Of<T>(gradientRate);
    private readonly Vector256<T> _epsilon = Lanes.Of<T>(epsilon), _rootScale = Lanes.Of<T>(rootScale);
    private readonly Vector256<T> _decay = Lanes.Of<T>(decay);

    public int Moments => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Apply(
        Vector256<T> weight, Vector256<T> gradient, ref Vector256<T> first, ref Vector256<T> second, ref Vector256<T> third)
    {
        gradient += weight * _decay;
        first = (first * _beta1) + (gradient * _new1);
        second = (second * _beta2) + (gradient * gradient * _new2);
        Vector256<T> scale = (Vector256.Sqrt(second) * _rootScale) + _epsilon;
        return weight - (((first * _meanRate) + (gradient * _gradientRate)) / scale);
    }
}
