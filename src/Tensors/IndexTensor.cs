using System.Diagnostics;

namespace NormNet.Tensors;

/// <summary>Integers with a shape: labels, positions, the result of an arg max.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class IndexTensor
{
    private readonly int _generation;

    private IndexTensor(Storage<int> storage, Shape shape)
    {
        Storage = storage;
        Shape = shape;
        _generation = storage.Generation;
    }

    /// <summary>The extents, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>The number of elements.</summary>
    public int Count => Shape.Count;

    internal Storage<int> Storage { get; }

    /// <summary>A vector of integers (a copy).</summary>
    public static IndexTensor From(params ReadOnlySpan<int> values) => Wrap(values.ToArray(), [values.Length]);

    /// <summary>Indices over an array of the caller's, without a copy.</summary>
    /// <exception cref="ArgumentException">The shape holds another number of elements.</exception>
    public static IndexTensor Wrap(int[] values, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(shape);
        return values.Length == shape.Count
            ? new IndexTensor(new Storage<int>(values, pooled: false), shape)
            : throw new ArgumentException(
                $"Indices of shape {shape} have {shape.Count} elements; {values.Length} values were given.", nameof(values));
    }

    /// <summary>Indices from the pool whose numbers are whatever was there: for operations that write every element.</summary>
    public static IndexTensor Uninitialized(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return new IndexTensor(StoragePool<int>.Rent(shape.Count), shape);
    }

    /// <summary>
    /// The positions along an axis that a margin mirrored at its ends shows: 2 1 | 0 1 2 3 | 2 for extent 4 and margins 2 and 1.
    /// </summary>
    /// <exception cref="ArgumentException">A margin is negative or not less than the extent.</exception>
    public static IndexTensor Reflection(int extent, int before, int after)
    {
        if (before < 0 || after < 0 || Math.Max(before, after) >= Math.Max(extent, 1))
        {
            throw new ArgumentException(
                $"Reflection: margins ({before}, {after}) of an axis of extent {extent} must be from 0 to {extent - 1}.");
        }

        int[] positions = new int[before + extent + after];
        for (int i = 0; i < positions.Length; i++)
        {
            int position = Math.Abs(i - before);
            positions[i] = position < extent ? position : (2 * (extent - 1)) - position;
        }

        return Wrap(positions, [positions.Length]);
    }

    /// <summary>The numbers in row-major order.</summary>
    /// <exception cref="ObjectDisposedException">The tape that owned them has ended.</exception>
    public ReadOnlySpan<int> AsSpan() => Storage.Read(_generation, Shape.Count);

    /// <summary>The numbers, to be changed.</summary>
    /// <exception cref="ObjectDisposedException">The tape that owned them has ended.</exception>
    public Span<int> AsWritableSpan() => Storage.Write(_generation, Shape.Count);

    /// <summary>The element at one index per axis; negative indices count from the end.</summary>
    public int this[params ReadOnlySpan<int> indices] => AsSpan()[Shape.Position(indices)];

    /// <summary>The same numbers under another shape, without a copy; one extent may be −1 and is worked out.</summary>
    public IndexTensor Reshape(params ReadOnlySpan<int> extents) => new(Storage, Shape.Resolve(extents));

    /// <summary>A copy with memory of its own.</summary>
    public IndexTensor Clone() => Wrap(AsSpan().ToArray(), Shape);

    /// <summary>Shape and the first values.</summary>
    public override string ToString()
    {
        const int Shown = 16;
        ReadOnlySpan<int> values = AsSpan();
        string shown = string.Join(", ", values[..Math.Min(Shown, values.Length)].ToArray());
        return $"indices {Shape} [{shown}{(values.Length > Shown ? ", …" : "")}]";
    }
}
