using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>Eight numbers in double precision, read from memory of either precision: what sums are made of.</summary>
internal readonly struct WideVector(Vector256<double> low, Vector256<double> high)
{
    internal const int Count = 8;

    internal readonly Vector256<double> Low = low;
    internal readonly Vector256<double> High = high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe WideVector Load<T>(T* source)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) != typeof(float))
            return new(Vector256.Load((double*)source), Vector256.Load((double*)source + 4));

        (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.Load((float*)source));
        return new(low, high);
    }

    /// <summary>The lanes of one vector: all eight of float, or four of double and zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static WideVector From<T>(Vector256<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) != typeof(float))
            return new(x.AsDouble(), Vector256<double>.Zero);

        (Vector256<double> low, Vector256<double> high) = Vector256.Widen(x.AsSingle());
        return new(low, high);
    }

    /// <summary>The inverse of <see cref="From{T}"/>, rounding to float.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector256<T> To<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => typeof(T) == typeof(float) ? Vector256.Narrow(Low, High).As<float, T>() : Low.As<double, T>();

    /// <summary>Fewer than eight numbers; 0 in the other lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe WideVector LoadPart<T>(T* source, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) != typeof(float))
            return new(VectorPart.Load((double*)source, Math.Min(count, 4)), VectorPart.Load((double*)source + 4, Math.Max(count - 4, 0)));

        (Vector256<double> low, Vector256<double> high) = Vector256.Widen(VectorPart.Load((float*)source, count));
        return new(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideVector operator +(WideVector x, WideVector y) => new(x.Low + y.Low, x.High + y.High);

    /// <summary>The first lanes, 0 in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal WideVector Keep(int count) => new(VectorPart.Mask<double>(count) & Low, VectorPart.Mask<double>(count - 4) & High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal unsafe void Store(double* target)
    {
        Low.Store(target);
        High.Store(target + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal double Sum() => Vector256.Sum(Low + High);
}
