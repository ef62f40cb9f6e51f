using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>Sums down columns, kept in double in memory: a vector of <typeparamref name="T"/> adds to as many neighbouring sums.</summary>
internal static unsafe class ColumnSums<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>sums += v.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Add(Vector256<T> v, double* sums)
    {
        var wide = WideVector.From(v);
        (Vector256.Load(sums) + wide.Low).Store(sums);
        if (typeof(T) == typeof(float))
            (Vector256.Load(sums + 4) + wide.High).Store(sums + 4);
    }

    /// <summary>sums += v².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void AddSquares(Vector256<T> v, double* sums)
    {
        var wide = WideVector.From(v);
        (Vector256.Load(sums) + (wide.Low * wide.Low)).Store(sums);
        if (typeof(T) == typeof(float))
            (Vector256.Load(sums + 4) + (wide.High * wide.High)).Store(sums + 4);
    }

    /// <summary>Adds Σ(x − b) and Σ(x − b)² of some values to sums about another center c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void AddMoments(
        double count, Vector256<T> b, Vector256<T> sum, Vector256<T> squares, Vector256<T> c, double* first, double* second)
    {
        WideVector wideB = WideVector.From(b), wideC = WideVector.From(c);
        WideVector wideSum = WideVector.From(sum), wideSquares = WideVector.From(squares);
        AddMoments(count, wideB.Low - wideC.Low, wideSum.Low, wideSquares.Low, first, second);
        if (typeof(T) == typeof(float))
            AddMoments(count, wideB.High - wideC.High, wideSum.High, wideSquares.High, first + 4, second + 4);
    }

    /// <summary>The same of four columns, d = b − c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void AddMoments(
        double count, Vector256<double> d, Vector256<double> sum, Vector256<double> squares, double* first, double* second)
    {
        Vector256<double> moved = d * count;
        (Vector256.Load(first) + (sum + moved)).Store(first);
        (Vector256.Load(second) + (squares + (d * (sum + sum + moved)))).Store(second);
    }
}
