using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace NormNet.Tensors;

/// <summary>Numbers from one precision to another, rounded to nearest.</summary>
internal static class TensorConversion
{
    internal static void Convert<TFrom, TTo>(ReadOnlySpan<TFrom> from, Span<TTo> to)
        where TFrom : unmanaged, IBinaryFloatingPointIeee754<TFrom>
        where TTo : unmanaged, IBinaryFloatingPointIeee754<TTo>
    {
        if (typeof(TFrom) == typeof(TTo))
            MemoryMarshal.Cast<TFrom, TTo>(from).CopyTo(to);
        else
            TensorPrimitives.ConvertTruncating(from, to);
    }
}
