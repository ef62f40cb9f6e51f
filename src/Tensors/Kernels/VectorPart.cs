using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>Vectors of which only the first lanes may be in memory.</summary>
internal static unsafe class VectorPart
{
    /// <summary>A whole vector, or its first numbers and 0 in the other lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load<T>(T* source, int count) where T : unmanaged
        => count >= Vector256<T>.Count ? Vector256.Load(source) : LoadLanes(source, count);

    /// <summary>Writes a whole vector, or its first lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector256<T> vector, T* target, int count) where T : unmanaged
    {
        if (count >= Vector256<T>.Count)
            vector.Store(target);
        else
            StoreLanes(vector, target, count);
    }

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
