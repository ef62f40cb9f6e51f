using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>
/// A sum in double, whatever <typeparamref name="T"/> is, of vectors of <typeparamref name="T"/> that are short sums already.
/// </summary>
internal struct WideSum<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private WideVector _lanes;
    private double _rest;

    internal readonly double Total => _lanes.Sum() + _rest;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(Vector256<T> values) => _lanes += WideVector.From(values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(double value) => _rest += value;
}
