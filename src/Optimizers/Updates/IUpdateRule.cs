using System.Runtime.Intrinsics;

namespace NormNet.Optimizers;

/// <summary>The arithmetic of one optimizer for a vector of weights.</summary>
/// <remarks>Implemented by structs of settings, so that the loop around it is compiled for each.</remarks>
internal interface IUpdateRule<T>
    where T : unmanaged
{
    /// <summary>How many moments the rule keeps, 0 to 3: where it is a constant, one to the compiler too.</summary>
    int Moments { get; }

    /// <summary>The new weights; the moments that the rule keeps are changed.</summary>
    Vector256<T> Apply(
        Vector256<T> weight, Vector256<T> gradient, ref Vector256<T> first, ref Vector256<T> second, ref Vector256<T> third);
}
