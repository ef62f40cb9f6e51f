using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NormNet.Tensors;

/// <summary>The numbers behind one or more tensors: an array, a version that counts changes, and whether the pool took it back.</summary>
/// <remarks>
/// A storage is either wrapped around an array of the user's, which it never gives away, or born in the
/// <see cref="StoragePool"/>. A tensor remembers the generation of the storage it was made on; handing the storage back starts
/// the next generation, so that every older tensor and view of it knows that its numbers are gone.
/// </remarks>
internal sealed class Storage<T>(T[] array, bool pooled)
    where T : unmanaged
{
    internal T[] Array { get; } = array;

    /// <summary>Whether the array came from the pool and may go back there.</summary>
    internal bool Pooled { get; } = pooled;

    /// <summary>Whether a <see cref="StorageScope{T}"/> will hand this storage back.</summary>
    internal bool Claimed { get; set; }

    /// <summary>How often the numbers were opened for writing; it only grows, through the pool too.</summary>
    internal int Version { get; private set; }

    internal int Generation { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ReadOnlySpan<T> Read(int generation, int count)
    {
        if (generation != Generation)
            ThrowHandedBack();
        return MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(Array), count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<T> Write(int generation, int count)
    {
        if (generation != Generation)
            ThrowHandedBack();
        Version++;
        return MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(Array), count);
    }

    /// <summary>Ends the life of every tensor on this storage.</summary>
    internal void StartNextGeneration()
    {
        Generation++;
        Version++;
        Claimed = false;
    }

    private static void ThrowHandedBack() => throw new ObjectDisposedException(
        "Tensor",
        "This tensor's memory was handed back: it belonged to a tape that has ended. Read it before the tape is disposed, "
            + "or keep a Clone() or Detach() of it.");
}
