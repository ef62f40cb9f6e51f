using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>A sum of vectors of <typeparamref name="T"/>, kept in double whatever <typeparamref name="T"/> is.</summary>
/// <remarks>
/// Vectors come in pairs, so that four chains of additions run side by side and none waits for the one before. The order of the
/// additions depends on the number of values alone.
/// </remarks>
internal struct WideSum<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Vector256<double> _a;
    private Vector256<double> _b;
    private Vector256<double> _c;
    private Vector256<double> _d;
    private double _rest;

    internal readonly double Total => Vector256.Sum((_a + _b) + (_c + _d)) + _rest;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(Vector256<T> first, Vector256<T> second)
    {
        if (typeof(T) == typeof(float))
        {
            _a += Vector256.WidenLower(first.AsSingle());
            _b += Vector256.WidenUpper(first.AsSingle());
            _c += Vector256.WidenLower(second.AsSingle());
            _d += Vector256.WidenUpper(second.AsSingle());
        }
        else
        {
            _a += first.AsDouble();
            _b += second.AsDouble();
        }
    }

    /// <summary>Adds the elementwise products of two pairs of vectors; float products are exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void AddProduct(Vector256<T> left, Vector256<T> right, Vector256<T> nextLeft, Vector256<T> nextRight)
    {
        if (typeof(T) == typeof(float))
        {
            _a += Vector256.WidenLower(left.AsSingle()) * Vector256.WidenLower(right.AsSingle());
            _b += Vector256.WidenUpper(left.AsSingle()) * Vector256.WidenUpper(right.AsSingle());
            _c += Vector256.WidenLower(nextLeft.AsSingle()) * Vector256.WidenLower(nextRight.AsSingle());
            _d += Vector256.WidenUpper(nextLeft.AsSingle()) * Vector256.WidenUpper(nextRight.AsSingle());
        }
        else
        {
            _a += left.AsDouble() * right.AsDouble();
            _b += nextLeft.AsDouble() * nextRight.AsDouble();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(T value) => _rest += double.CreateTruncating(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void AddProduct(T left, T right) => _rest += double.CreateTruncating(left) * double.CreateTruncating(right);
}
