using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>What a sum adds up, from an element and a number given per result.</summary>
internal interface ISumTerm
{
    static abstract Vector256<double> Of(Vector256<double> x, Vector256<double> shift);
}

/// <summary>x.</summary>
internal readonly struct ElementTerm : ISumTerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Of(Vector256<double> x, Vector256<double> shift) => x;
}

/// <summary>x².</summary>
internal readonly struct SquareTerm : ISumTerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Of(Vector256<double> x, Vector256<double> shift) => x * x;
}

/// <summary>(x − shift)², the shift being the mean.</summary>
internal readonly struct SquaredDeviationTerm : ISumTerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Of(Vector256<double> x, Vector256<double> shift) => (x - shift) * (x - shift);
}
