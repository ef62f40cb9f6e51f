using System.Numerics;
using System.Runtime.Intrinsics;

namespace NormNet.Optimizers;

/// <summary>
/// A rule's settings as vectors: the loop then takes them from memory, where a number would be spread over the lanes each time.
/// </summary>
internal static class Lanes
{
    internal static Vector256<T> Of<T>(double setting)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector256.Create(T.CreateTruncating(setting));
}
