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
    private readonly T _beta1 = T.CreateTruncating(beta1), _new1 = T.CreateTruncating(1 - beta1);
    private readonly T _beta2 = T.CreateTruncating(beta2), _new2 = T.CreateTruncating(1 - beta2);
    private readonly T _meanRate = T.CreateTruncating(meanRate), _gradientRate = T.CreateTruncating(gradientRate);
    private readonly T _epsilon = T.CreateTruncating(epsilon), _rootScale = T.CreateTruncating(rootScale);
    private readonly T _decay = T.CreateTruncating(decay);

    public int Moments => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Apply(
        Vector256<T> weight, Vector256<T> gradient, ref Vector256<T> first, ref Vector256<T> second, ref Vector256<T> third)
    {
        gradient += weight * _decay;
        first = (first * _beta1) + (gradient * _new1);
        second = (second * _beta2) + (gradient * gradient * _new2);
        Vector256<T> scale = (Vector256.Sqrt(second) * _rootScale) + Vector256.Create(_epsilon);
        return weight - (((first * _meanRate) + (gradient * _gradientRate)) / scale);
    }
}
