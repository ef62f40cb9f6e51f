using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NormNet.Tensors;

/// <summary>Takes neighbouring elements of two vectors apart and puts them together again, for windows of 2×2.</summary>
/// <remarks>
/// AVX2 shuffles within halves of a register. Evens and odds are therefore left in the order that two cheap shuffles give;
/// <see cref="Reorder"/> turns it into memory order and back. <see cref="Merge"/> undoes <see cref="Split"/> exactly.
/// </remarks>
internal static class LanePairs<T>
    where T : unmanaged
{
    /// <summary>Whether the shuffles exist here.</summary>
    public static bool IsSupported => Avx2.IsSupported && (typeof(T) == typeof(float) || typeof(T) == typeof(double));

    /// <summary>The even and the odd elements of two vectors that are neighbours in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<T> Even, Vector256<T> Odd) Split(Vector256<T> first, Vector256<T> second)
    {
        if (typeof(T) == typeof(float))
        {
            return (Avx.Shuffle(first.AsSingle(), second.AsSingle(), 0x88).As<float, T>(),
                Avx.Shuffle(first.AsSingle(), second.AsSingle(), 0xDD).As<float, T>());
        }

        return (Avx.UnpackLow(first.AsDouble(), second.AsDouble()).As<double, T>(),
            Avx.UnpackHigh(first.AsDouble(), second.AsDouble()).As<double, T>());
    }

    /// <summary>The two vectors whose even and odd elements these are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<T> First, Vector256<T> Second) Merge(Vector256<T> even, Vector256<T> odd)
    {
        if (typeof(T) == typeof(float))
        {
            return (Avx.UnpackLow(even.AsSingle(), odd.AsSingle()).As<float, T>(),
                Avx.UnpackHigh(even.AsSingle(), odd.AsSingle()).As<float, T>());
        }

        return (Avx.UnpackLow(even.AsDouble(), odd.AsDouble()).As<double, T>(),
            Avx.UnpackHigh(even.AsDouble(), odd.AsDouble()).As<double, T>());
    }

    /// <summary>From the order of split vectors to memory order, and the other way round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Reorder(Vector256<T> value) => Avx2.Permute4x64(value.AsDouble(), 0xD8).As<double, T>();
}
