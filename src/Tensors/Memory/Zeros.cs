using System.Runtime.InteropServices;

namespace NormNet.Tensors;

/// <summary>A block of zeros for kernels that add a start value to a sum where there is none.</summary>
internal static unsafe class Zeros<T>
    where T : unmanaged
{
    /// <summary>At least 64 zeros, aligned to 64 bytes; never written, kept for the life of the process.</summary>
    public static readonly T* Block = Allocate();

    private static T* Allocate()
    {
        nuint bytes = (nuint)(64 * sizeof(T));
        void* block = NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(block, bytes);
        return (T*)block;
    }
}
