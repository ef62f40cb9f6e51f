using System.Numerics;
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
            ConvertEach(from, to);
    }

    /// <remarks>Not by TensorPrimitives: for this alone a new process would load its assembly and compile a dozen methods.</remarks>
    private static void ConvertEach<TFrom, TTo>(ReadOnlySpan<TFrom> from, Span<TTo> to)
        where TFrom : unmanaged, IBinaryFloatingPointIeee754<TFrom>
        where TTo : unmanaged, IBinaryFloatingPointIeee754<TTo>
    {
        for (int i = 0; i < from.Length; i++)
            to[i] = TTo.CreateTruncating(from[i]);
    }
}
