using System.Numerics;
using System.Runtime.CompilerServices;

namespace NormNet.Tensors;

/// <summary>Storages that wait to be used again, sorted by size, so that a steady training loop allocates no array.</summary>
/// <remarks>
/// Sizes are rounded up to four steps per power of two, so at most a fifth of an array is unused. Every thread keeps a few small
/// storages at hand without a lock; all else is shared. Thread-safe. The idle bytes of all types together stay below
/// <see cref="Capacity"/>.
/// </remarks>
public static class StoragePool
{
    private static long _idleBytes;

    /// <summary>The most bytes that may lie idle in the pool; what is handed back beyond it is left to the garbage collector.</summary>
    public static long Capacity { get; set; } = 1L << 30;

    /// <summary>The bytes that lie idle in the pool now, the threads' own small storages apart.</summary>
    public static long IdleBytes => Volatile.Read(ref _idleBytes);

    internal static bool TryReserve(long bytes)
    {
        if (Interlocked.Add(ref _idleBytes, bytes) <= Capacity)
            return true;
        Interlocked.Add(ref _idleBytes, -bytes);
        return false;
    }

    internal static void Unreserve(long bytes) => Interlocked.Add(ref _idleBytes, -bytes);
}

/// <summary>The pool's storages of one element type.</summary>
internal static class StoragePool<T>
    where T : unmanaged
{
    private const int StepsPerOctave = 4;
    private const int SmallestBits = 4;
    private const int Buckets = ((31 - SmallestBits) * StepsPerOctave) + 1;
    private const int SmallElements = 4096;

    /// <summary>
    /// How much a thread keeps of each small size: enough for a tape of thousands of tiny operations, which would otherwise pay for locks.
    /// </summary>
    private const int KeptBytes = 1 << 18, FewestKept = 32;

    private static readonly Bucket[] Shared = CreateShared();

    [ThreadStatic]
    private static Bucket?[]? _local;

    internal static Storage<T> Rent(int count)
    {
        (int bucket, int size) = BucketOf(count);
        Storage<T>? storage = size <= SmallElements ? Local(bucket).Pop() : null;
        if (storage is not null)
            return storage;

        Bucket shared = Shared[bucket];
        lock (shared)
            storage = shared.Pop();

        if (storage is null)
            return new Storage<T>(GC.AllocateUninitializedArray<T>(size), pooled: true);

        StoragePool.Unreserve(Bytes(size));
        return storage;
    }

    /// <summary>Takes a storage back; every tensor on it becomes unusable.</summary>
    internal static void Return(Storage<T> storage) => Return([storage]);

    /// <summary>Takes storages back, the last first: the next step asks in the order of this one and finds each still in cache.</summary>
    internal static void Return(ReadOnlySpan<Storage<T>> storages)
    {
        Bucket?[] local = _local ?? CreateLocal();
        for (int i = storages.Length - 1; i >= 0; i--)
            Return(storages[i], local);
    }

    private static void Return(Storage<T> storage, Bucket?[] locals)
    {
        storage.StartNextGeneration();
        int size = storage.Array.Length;
        (int bucket, _) = BucketOf(size);
        if (size <= SmallElements && (locals[bucket] ?? CreateLocal(bucket)) is var local && Keeps(local.Count, size))
        {
            local.Push(storage);
            return;
        }

        if (!StoragePool.TryReserve(Bytes(size)))
            return;

        Bucket shared = Shared[bucket];
        lock (shared)
            shared.Push(storage);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Bucket Local(int bucket) => (_local ?? CreateLocal())[bucket] ?? CreateLocal(bucket);

    private static Bucket[] CreateShared()
    {
        var buckets = new Bucket[Buckets];
        for (int i = 0; i < buckets.Length; i++)
            buckets[i] = new Bucket();
        return buckets;
    }

    private static Bucket?[] CreateLocal() => _local = new Bucket?[Buckets];

    private static Bucket CreateLocal(int bucket) => _local![bucket] = new Bucket();

    /// <summary>Whether a thread that keeps so many storages of a size takes one more.</summary>
    private static bool Keeps(int count, int size) => count < FewestKept || (count + 1) * Bytes(size) <= KeptBytes;

    private static long Bytes(int size) => (long)size * Unsafe.SizeOf<T>();

    /// <summary>The bucket of the smallest size 2^k · (4, 5, 6, 7 or 8)/4 that holds a count.</summary>
    private static (int Bucket, int Size) BucketOf(int count)
    {
        if (count <= 1 << SmallestBits)
            return (0, 1 << SmallestBits);

        int octave = BitOperations.Log2((uint)count - 1);
        int step = 1 << (octave - 2);
        int steps = (count - (1 << octave) + step - 1) / step;
        int size = (int)Math.Min((1L << octave) + ((long)steps * step), Array.MaxLength);
        return (((octave - SmallestBits) * StepsPerOctave) + steps, size);
    }

    /// <summary>A stack of idle storages of one size.</summary>
    private sealed class Bucket
    {
        private Storage<T>[] _idle = new Storage<T>[4];

        internal int Count { get; private set; }

        internal void Push(Storage<T> storage)
        {
            if (Count == _idle.Length)
                Array.Resize(ref _idle, 2 * Count);
            _idle[Count++] = storage;
        }

        internal Storage<T>? Pop()
        {
            if (Count == 0)
                return null;
            Storage<T> storage = _idle[--Count];
            _idle[Count] = null!;
            return storage;
        }
    }
}
