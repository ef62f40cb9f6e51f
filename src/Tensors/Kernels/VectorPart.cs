using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NormNet.Tensors;

/// <summary>Vectors of which only the first lanes may be in memory.</summary>
internal static unsafe class VectorPart
{
    /// <summary>A whole vector, or its first numbers and 0 in the other lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load<T>(T* source, int count) where T : unmanaged
        => count >= Vector256<T>.Count ? Vector256.Load(source)
            : Avx2.IsSupported ? LoadMasked(source, Mask<T>(count))
            : LoadLanes(source, count);

    /// <summary>A whole vector, or its first numbers and the very first in the other lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LoadRepeating<T>(T* source, int count) where T : unmanaged
        => Vector256.ConditionalSelect(Mask<T>(count), Load(source, count), Vector256.Create(*source));

    /// <summary>All bits set in the first lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Mask<T>(int count) where T : unmanaged
        => sizeof(T) == sizeof(float)
            ? Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).As<int, T>()
            : Vector256.LessThan(Vector256<long>.Indices, Vector256.Create((long)count)).As<long, T>();

    /// <summary>Writes a whole vector, or its first lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector256<T> vector, T* target, int count) where T : unmanaged
    {
        if (count >= Vector256<T>.Count)
            vector.Store(target);
        else
            StoreLanes(vector, target, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> LoadMasked<T>(T* source, Vector256<T> mask) where T : unmanaged
        => sizeof(T) == sizeof(float)
            ? Avx.MaskLoad((float*)source, mask.AsSingle()).As<float, T>()
            : Avx.MaskLoad((double*)source, mask.AsDouble()).As<double, T>();

    private static Vector256<T> LoadLanes<T>(T* source, int count) where T : unmanaged
    {
        Vector256<T> vector = default;
        T* lanes = (T*)&vector;
        for (int i = 0; i < count; i++)
            lanes[i] = source[i];
        return vector;
    }

    private static void StoreLanes<T>(Vector256<T> vector, T* target, int count) where T : unmanaged
    {
        T* lanes = (T*)&vector;
        for (int i = 0; i < count; i++)
            target[i] = lanes[i];
    }
}
