using System.Runtime.Intrinsics;

namespace NormNet.Optimizers;

/// <summary>The arithmetic of one optimizer for a vector of weights.</summary>
/// <remarks>Implemented by structs of settings, so that the loop around it is compiled for each.</remarks>
internal interface IUpdateRule<T>
    where T : unmanaged
{
    /// <summary>How many moments the rule keeps: 0, 1 or 2; a constant to the compiler.</summary>
    static abstract int Moments { get; }

    /// <summary>The new weights; the moments that the rule keeps are changed.</summary>
    Vector256<T> Apply(Vector256<T> weight, Vector256<T> gradient, ref Vector256<T> first, ref Vector256<T> second);
}
