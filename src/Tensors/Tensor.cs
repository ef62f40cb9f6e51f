using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NormNet.Tensors;

/// <summary>Numbers in a box of any rank: dense, row-major, contiguous. It knows no gradient.</summary>
/// <typeparam name="T"><see cref="float"/> to train, <see cref="double"/> to prove.</typeparam>
/// <remarks>
/// Methods make new tensors; only <see cref="AsWritableSpan"/> changes one, and counts as a change of every tensor that shares
/// the storage. Shapes follow NumPy's broadcasting.
/// </remarks>
[DebuggerDisplay("{DebuggerText,nq}")]
[DebuggerTypeProxy(typeof(TensorDebugView<>))]
public sealed partial class Tensor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _generation;

    internal Tensor(Storage<T> storage, Shape shape)
    {
        Storage = storage;
        Shape = shape;
        _generation = storage.Generation;
    }

    /// <summary>The extents, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>The number of axes; 0 for a scalar.</summary>
    public int Rank => Shape.Rank;

    /// <summary>The number of elements.</summary>
    public int Count => Shape.Count;

    /// <summary>How often the numbers of this storage were opened for writing; it only grows.</summary>
    public int Version => Storage.Version;

    /// <summary>Whether the tape that owned the numbers has ended, so that they can no longer be read.</summary>
    public bool IsHandedBack => _generation != Storage.Generation;

    internal Storage<T> Storage { get; }

    /// <summary>The numbers in row-major order.</summary>
    /// <exception cref="ObjectDisposedException">The tape that owned them has ended.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<T> AsSpan() => Storage.Read(_generation, Shape.Count);

    /// <summary>The numbers, to be changed: this counts as one change of <see cref="Version"/>.</summary>
    /// <exception cref="ObjectDisposedException">The tape that owned them has ended.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> AsWritableSpan() => Storage.Write(_generation, Shape.Count);

    /// <summary>Whether two tensors are views of the same numbers.</summary>
    public bool SharesStorageWith(Tensor<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ReferenceEquals(Storage, other.Storage);
    }

    /// <summary>The element at one index per axis; negative indices count from the end.</summary>
    /// <exception cref="ArgumentException">There are more or fewer indices than axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index lies outside its axis.</exception>
    [IndexerName("Element")]
    public T this[params ReadOnlySpan<int> indices] => AsSpan()[Shape.Position(indices)];

    /// <summary>The one element of a tensor that has one.</summary>
    /// <exception cref="InvalidOperationException">It has more or fewer.</exception>
    public T Item() => Count == 1
        ? AsSpan()[0]
        : throw new InvalidOperationException($"Item() needs a tensor of one element; this one has shape {Shape}.");

    /// <summary>The same numbers under another shape, without a copy; one extent may be −1 and is worked out.</summary>
    /// <exception cref="ArgumentException">The shape does not hold the same number of elements.</exception>
    public Tensor<T> Reshape(params ReadOnlySpan<int> extents) => Reshape(Shape.Resolve(extents));

    /// <inheritdoc cref="Reshape(ReadOnlySpan{int})"/>
    public Tensor<T> Reshape(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ObjectDisposedException.ThrowIf(IsHandedBack, this);
        return shape.Count == Count
            ? new Tensor<T>(Storage, shape)
            : throw new ArgumentException(
                $"Reshape: {Shape} has {Count} elements and cannot become {shape}, which has {shape.Count}.", nameof(shape));
    }

    /// <summary>A copy with memory of its own, which no tape hands back.</summary>
    public Tensor<T> Clone() => From(AsSpan(), Shape);

    /// <summary>The same numbers in another precision.</summary>
    public Tensor<TOther> Cast<TOther>()
        where TOther : unmanaged, IBinaryFloatingPointIeee754<TOther>
    {
        var other = Tensor<TOther>.Zeros(Shape);
        TensorConversion.Convert(AsSpan(), other.AsWritableSpan());
        return other;
    }

    /// <summary>Overwrites the numbers with those of another tensor of the same shape.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void CopyFrom(Tensor<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!source.Shape.Equals(Shape))
            throw new ArgumentException(
                $"CopyFrom: a tensor of shape {Shape} cannot take the numbers of one of shape {source.Shape}.", nameof(source));
        source.AsSpan().CopyTo(AsWritableSpan());
    }

    /// <summary>Shape and values; the middle of long axes is left out.</summary>
    public override string ToString() => TensorText.Format(this);

    private string DebuggerText => IsHandedBack ? $"{Shape} handed back" : TensorText.Brief(this);
}
