using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NormNet.Tensors;

/// <summary>
/// Hints about memory that change no result: fetch what is read next, and write past the caches what they could not keep.
/// </summary>
internal static unsafe class MemoryHints
{
    /// <summary>
    /// From this size on a result is written past the caches, which cannot hold it together with what it was computed from.
    /// </summary>
    /// <remarks>An ordinary store reads a line before it is overwritten: a third of the traffic of y = f(x).</remarks>
    private const long LargeBytes = 8 << 20;

    internal static bool WritesPastCaches(long bytes) => bytes >= LargeBytes && Vector256.IsHardwareAccelerated;

    /// <summary>Fetches the line at an address that need not exist.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Fetch<T>(T* address) where T : unmanaged
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(address);
    }

    /// <summary>How many elements lie before the first that is aligned for <see cref="Store"/>.</summary>
    internal static int BeforeAligned<T>(T* address) where T : unmanaged
        => (int)(-(nint)address & (sizeof(Vector256<T>) - 1)) / sizeof(T);

    /// <summary>Writes a vector, past the caches if so wished; the address is then aligned.</summary>
    /// <remarks>Such stores overtake others; a piece of a parallel loop ends with an interlocked operation, which waits for them.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store<T>(Vector256<T> value, T* address, bool pastCaches) where T : unmanaged
    {
        if (pastCaches)
            value.StoreAlignedNonTemporal(address);
        else
            value.Store(address);
    }
}
