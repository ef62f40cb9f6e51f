using System.Buffers;
using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Data;

/// <summary>Augmentations one after another, on the way from where samples are kept into a batch.</summary>
internal sealed class Augmenter<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Augmentation[] _augmentations;

    /// <summary>Before each augmentation, and after the last.</summary>
    private readonly Shape[] _shapes;

    private Augmenter(Augmentation[] augmentations, Shape[] shapes) => (_augmentations, _shapes) = (augmentations, shapes);

    internal bool IsActive => _augmentations.Length > 0;

    /// <summary>The shape of a sample in a batch.</summary>
    internal Shape Result => _shapes[^1];

    internal static Augmenter<T> None(Shape sample) => new([], [sample]);

    internal Augmenter<T> Then(ReadOnlySpan<Augmentation> more)
    {
        List<Shape> shapes = [.. _shapes];
        foreach (Augmentation augmentation in more)
            shapes.Add(augmentation.ResultShape(shapes[^1]));
        return new Augmenter<T>([.. _augmentations, .. more], [.. shapes]);
    }

    internal void Read(Samples<T> samples, int row, Generator? chance, Span<T> destination)
    {
        if (!IsActive)
        {
            samples.Read(row, destination);
            return;
        }

        int size = _shapes.Max(shape => shape.Count);
        T[] buffer = ArrayPool<T>.Shared.Rent(2 * size);
        try
        {
            Span<T> current = buffer.AsSpan(0, size), next = buffer.AsSpan(size, size);
            samples.Read(row, current[..samples.SampleCount]);
            for (int i = 0; i < _augmentations.Length; i++)
            {
                Span<T> result = (i == _augmentations.Length - 1 ? destination : next)[.._shapes[i + 1].Count];
                _augmentations[i].Apply<T>(current[.._shapes[i].Count], _shapes[i], result, chance);
                Span<T> free = current;
                current = next;
                next = free;
            }
        }
        finally
        {
            ArrayPool<T>.Shared.Return(buffer);
        }
    }
}
