using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>For a vector of 2×2 windows: the maxima, and for each corner a mask of the windows whose first maximum lies there.</summary>
/// <remarks>All in the lane order of <see cref="LanePairs{T}.Split"/>.</remarks>
internal readonly unsafe ref struct MaximumMasks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public readonly Vector256<T> Maximum, TopLeft, TopRight, BottomLeft, BottomRight;

    /// <summary>The masks of the windows whose upper left corners are the even elements from <paramref name="top"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MaximumMasks(T* top, int width)
    {
        T* bottom = top + width;
        (Vector256<T> topLeft, Vector256<T> topRight) = LanePairs<T>.Split(Vector256.Load(top), Vector256.Load(top + Vector256<T>.Count));
        (Vector256<T> left, Vector256<T> right) = LanePairs<T>.Split(Vector256.Load(bottom), Vector256.Load(bottom + Vector256<T>.Count));
        Maximum = Vector256.Max(Vector256.Max(topLeft, topRight), Vector256.Max(left, right));
        TopLeft = IsMaximum(topLeft);
        TopRight = Vector256.AndNot(IsMaximum(topRight), TopLeft);
        Vector256<T> taken = TopLeft | TopRight;
        BottomLeft = Vector256.AndNot(IsMaximum(left), taken);
        BottomRight = ~(taken | BottomLeft);
    }

    /// <summary>Equal to the maximum, or not a number: then so is the maximum, and nothing equals it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<T> IsMaximum(Vector256<T> value) => Vector256.Equals(value, Maximum) | ~Vector256.Equals(value, value);
}
