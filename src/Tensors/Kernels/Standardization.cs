using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>
/// x̂ = (x − μ) · invStd: the one place where it is computed, for forward and backward, for vectors and for single values.
/// </summary>
/// <remarks>
/// μ comes in two parts: x − high is exact where it matters (x near μ), so nothing of x − μ is lost to the mean's rounding.
/// </remarks>
internal readonly struct Standardization<T>(Vector256<T> mean, Vector256<T> meanLow, Vector256<T> inverseDeviation)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector256<T> _mean = mean;
    private readonly Vector256<T> _meanLow = meanLow;
    private readonly Vector256<T> _inverse = inverseDeviation;

    /// <summary>One statistic for all lanes.</summary>
    internal Standardization(T mean, T meanLow, T inverseDeviation)
        : this(Vector256.Create(mean), Vector256.Create(meanLow), Vector256.Create(inverseDeviation))
    {
    }

    /// <summary>x̂.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector256<T> Apply(Vector256<T> x) => (x - _mean - _meanLow) * _inverse;

    /// <summary>x̂ by the first lane's statistic.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T Apply(T x) => (x - _mean.ToScalar() - _meanLow.ToScalar()) * _inverse.ToScalar();
}
