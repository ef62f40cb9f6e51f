using System.Collections;
using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Data;

/// <summary>The batches of one epoch, in an order that is fixed when this is made: enumerating it again gives the same batches.</summary>
/// <remarks>
/// While one batch is used, the next is made on a thread of the pool. Both live in buffers that are filled again and again, so a
/// batch is valid until the next is taken. Leaving the loop early waits for the batch in the making; nothing stays behind.
/// </remarks>
public sealed class Batches<T> : IEnumerable<Batch<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Buffers = 2;

    private readonly DataSet<T> _data;
    private readonly int[] _order;
    private readonly Generator? _chance;
    private readonly int _size, _skip;

    internal Batches(DataSet<T> data, int size, Generator? shuffle, bool dropLast, int skip)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        int total = dropLast ? data.Count / size : (int)(((long)data.Count + size - 1) / size);
        if (total == 0)
        {
            throw new ArgumentException(
                $"Batches: {data.Count} samples do not fill one batch of {size}, and dropLast leaves out what is not full; " +
                $"take a size of at most {data.Count} or keep the last batch.",
                nameof(size));
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(skip, total);
        (_data, _chance, _size, _skip) = (data, shuffle, size, skip);
        Count = total - skip;
        _order = shuffle?.Permutation(data.Count) ?? [.. Enumerable.Range(0, data.Count)];
    }

    /// <summary>The number of batches, those passed over apart.</summary>
    public int Count { get; }

    /// <inheritdoc/>
    public IEnumerator<Batch<T>> GetEnumerator()
    {
        var buffers = new Batch<T>?[Buffers];
        Task<Batch<T>>? next = null;
        try
        {
            for (int i = 0; i < Count; i++)
            {
                Batch<T> batch = (next ?? MakeAsync(i)).GetAwaiter().GetResult();
                next = i + 1 < Count ? MakeAsync(i + 1) : null;
                yield return batch;
            }
        }
        finally
        {
            // WhenAny: whoever leaves the loop has no use for the error of a batch that was never taken.
            if (next is not null)
                Task.WhenAny(next).Wait();
        }

        Task<Batch<T>> MakeAsync(int index) => Task.Run(() => Make(index, ref buffers[index % Buffers]));
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Batch<T> Make(int index, ref Batch<T>? buffer)
    {
        int start = (index + _skip) * _size;
        ReadOnlySpan<int> positions = _order.AsSpan(start, Math.Min(_size, _order.Length - start));
        if (buffer?.Count != positions.Length)
            buffer = _data.CreateBatch(positions.Length);
        _data.Fill(buffer, positions, _chance);
        return buffer;
    }
}
