using System.Runtime.InteropServices;

namespace NormNet.Tensors;

/// <summary>What a kernel's scratch memory is for; two uses that live at the same time on one thread have different names.</summary>
internal enum ScratchUse
{
    /// <summary>Packed panels of a left operand, private to the thread that packs them.</summary>
    LeftPanels,

    /// <summary>Packed panels of a right operand, filled by all threads for the one that called.</summary>
    RightPanels,

    /// <summary>Filters of a convolution, packed.</summary>
    Filters,

    /// <summary>Filters of a convolution, flipped.</summary>
    Flipped,

    /// <summary>The bias of a convolution, spread over the columns of a tile.</summary>
    Bias,

    /// <summary>An image with its padding.</summary>
    Image,

    /// <summary>Partial results that are added in fixed order.</summary>
    Partials,

    /// <summary>Windows of an image, transformed.</summary>
    Windows,

    /// <summary>Tiles of an upstream gradient, transformed.</summary>
    Upstream,

    /// <summary>Sums of products of transformed values.</summary>
    Sums,

    /// <summary>A mark for each image. The last use: their number is known by it.</summary>
    Flags,
}

/// <summary>Memory of the calling thread for packing: aligned to 64 bytes, reused from call to call, freed with the thread.</summary>
internal static unsafe class Scratch
{
    /// <summary>Elements past the end that a kernel may touch: loads and stores of whole vectors at the last elements.</summary>
    private const int Slack = 64;

    [ThreadStatic]
    private static Blocks? _blocks;

    /// <summary>
    /// Room for at least <paramref name="count"/> elements with unknown content, valid until the next call for the same use.
    /// </summary>
    public static T* Get<T>(ScratchUse use, nint count)
        where T : unmanaged
        => (T*)(_blocks ??= new Blocks()).Get((int)use, (count + Slack) * sizeof(T));

    private sealed class Blocks
    {
        private const int Uses = (int)ScratchUse.Flags + 1;

        private readonly void*[] _addresses = new void*[Uses];
        private readonly nint[] _bytes = new nint[Uses];

        ~Blocks()
        {
            foreach (void* address in _addresses)
                NativeMemory.AlignedFree(address);
        }

        public void* Get(int use, nint bytes)
        {
            if (_bytes[use] < bytes)
            {
                NativeMemory.AlignedFree(_addresses[use]);
                _addresses[use] = null;
                _bytes[use] = 0;
                _addresses[use] = NativeMemory.AlignedAlloc((nuint)bytes, 64);
                _bytes[use] = bytes;
            }

            return _addresses[use];
        }
    }
}
