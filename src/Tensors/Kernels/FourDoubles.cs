using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>Four numbers of either precision in memory, as doubles in a register.</summary>
internal static unsafe class FourDoubles
{
    internal const int Count = 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<double> Load<T>(T* source)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => typeof(T) == typeof(float)
            ? Vector256.WidenLower(Vector128.Load((float*)source).ToVector256Unsafe())
            : Vector256.Load((double*)source);

    /// <summary>Writes them, rounded to <typeparamref name="T"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store<T>(Vector256<double> values, T* target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
            Vector256.Narrow(values, values).GetLower().Store((float*)target);
        else
            values.Store((double*)target);
    }
}
