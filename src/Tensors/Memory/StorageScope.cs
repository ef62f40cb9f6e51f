using System.Numerics;
using System.Runtime.InteropServices;

namespace NormNet.Tensors;

/// <summary>Owns storages that were born in the pool, and hands them back when it is disposed.</summary>
/// <remarks>A tape keeps the memory of a training step in one. Not thread-safe.</remarks>
public sealed class StorageScope<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<Storage<T>> _storages;
    private readonly List<Storage<int>> _indices = [];

    /// <summary>A scope that owns nothing yet.</summary>
    /// <param name="capacity">How many storages it will own, if that is known: its list then need not grow.</param>
    public StorageScope(int capacity = 0) => _storages = new List<Storage<T>>(capacity);

    /// <summary>How many storages of <typeparamref name="T"/> it owns.</summary>
    public int Count => _storages.Count;

    /// <summary>Takes over a tensor's storage; nothing happens where it was not born in the pool or has an owner.</summary>
    public void Claim(Tensor<T> tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Claim(tensor.Storage, _storages);
    }

    /// <inheritdoc cref="Claim(Tensor{T})"/>
    public void Claim(IndexTensor indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        Claim(indices.Storage, _indices);
    }

    /// <summary>Hands every storage back; a tensor that still shows one throws <see cref="ObjectDisposedException"/> when used.</summary>
    public void Dispose()
    {
        Return(_storages);
        Return(_indices);
    }

    private static void Claim<TElement>(Storage<TElement> storage, List<Storage<TElement>> claimed)
        where TElement : unmanaged
    {
        if (!storage.Pooled || storage.Claimed)
            return;
        storage.Claimed = true;
        claimed.Add(storage);
    }

    private static void Return<TElement>(List<Storage<TElement>> claimed)
        where TElement : unmanaged
    {
        StoragePool<TElement>.Return(CollectionsMarshal.AsSpan(claimed));
        claimed.Clear();
    }
}
