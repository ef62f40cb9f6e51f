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
        if (typeof(T) == typeof(float))
        {
            (Vector256.Load(sums) + Vector256.WidenLower(v.AsSingle())).Store(sums);
            (Vector256.Load(sums + 4) + Vector256.WidenUpper(v.AsSingle())).Store(sums + 4);
        }
        else
        {
            (Vector256.Load(sums) + v.AsDouble()).Store(sums);
        }
    }
}
