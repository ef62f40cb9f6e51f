using System.Collections;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace NormNet.Tensors;

/// <summary>The extents of a tensor, outermost first: (N, C, H, W) for a batch of images, () for a scalar.</summary>
/// <remarks>Immutable, compared by value. An extent may be 0; their product must fit in an <see cref="int"/>.</remarks>
[CollectionBuilder(typeof(Shape), nameof(Create))]
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Shape : IEnumerable<int>, IEquatable<Shape>
{
    /// <summary>The shape of a scalar: rank 0, one element.</summary>
    public static readonly Shape Scalar = new([]);

    private readonly int[] _extents;

    private Shape(int[] extents)
    {
        long count = 1;
        foreach (int extent in extents)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(extent, nameof(extents));
            count = Math.Min(count * extent, long.MaxValue / int.MaxValue);
        }

        if (count > Array.MaxLength)
            throw new ArgumentException($"A tensor of shape {Format(extents)} has more than {Array.MaxLength} elements.", nameof(extents));

        _extents = extents;
        Count = (int)count;
    }

    /// <summary>A shape of the given extents.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An extent is negative.</exception>
    /// <exception cref="ArgumentException">The product of the extents exceeds what one array can hold.</exception>
    public static Shape Of(params ReadOnlySpan<int> extents) => extents.IsEmpty ? Scalar : new(extents.ToArray());

    /// <summary>What a collection expression such as <c>[2, 3]</c> calls.</summary>
    public static Shape Create(ReadOnlySpan<int> extents) => Of(extents);

    /// <summary>The number of axes.</summary>
    public int Rank => _extents.Length;

    /// <summary>
    /// The number of extents, as <see cref="Rank"/>: what a spread such as <c>[n, .. shape]</c> asks for before <see cref="Count"/>.
    /// </summary>
    public int Length => Rank;

    /// <summary>The number of elements: the product of the extents, 1 for a scalar.</summary>
    public int Count { get; }

    /// <summary>The extent of an axis; negative axes count from the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int this[int axis] => _extents[Axis(axis)];

    /// <summary>The extent of an axis, <c>^1</c> being the last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int this[Index axis] => _extents[Axis(axis.GetOffset(Rank))];

    /// <summary>The extents, outermost first.</summary>
    public ReadOnlySpan<int> Extents => _extents;

    /// <summary>An axis as a number from 0 to rank − 1; negative ones count from the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int Axis(int axis)
    {
        int normal = axis < 0 ? axis + Rank : axis;
        return (uint)normal < (uint)Rank
            ? normal
            : throw new ArgumentOutOfRangeException(nameof(axis), axis, $"Shape {this} has no axis {axis}: its axes are {AxisRange}.");
    }

    /// <summary>Axes as sorted numbers from 0 to rank − 1; no axes at all means every axis.</summary>
    /// <exception cref="ArgumentException">An axis is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int[] Axes(ReadOnlySpan<int> axes)
    {
        if (axes.IsEmpty)
            return [.. Enumerable.Range(0, Rank)];

        int[] normal = new int[axes.Length];
        for (int i = 0; i < axes.Length; i++)
            normal[i] = Axis(axes[i]);

        Array.Sort(normal);
        for (int i = 1; i < normal.Length; i++)
        {
            if (normal[i] == normal[i - 1])
                throw new ArgumentException($"Axis {normal[i]} of shape {this} is named twice.", nameof(axes));
        }

        return normal;
    }

    /// <summary>The row-major position of an element given one index per axis; negative indices count from the end.</summary>
    /// <exception cref="ArgumentException">There are more or fewer indices than axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index lies outside its axis.</exception>
    public int Position(ReadOnlySpan<int> indices)
    {
        if (indices.Length != Rank)
            throw new ArgumentException($"{indices.Length} indices were given for shape {this}, which has {Rank} axes.", nameof(indices));

        int position = 0;
        for (int axis = 0; axis < Rank; axis++)
        {
            int extent = _extents[axis], index = indices[axis] < 0 ? indices[axis] + extent : indices[axis];
            if ((uint)index >= (uint)extent)
                throw new ArgumentOutOfRangeException(
                    nameof(indices), indices[axis], $"Index {indices[axis]} lies outside axis {axis} of shape {this}.");
            position = (position * extent) + index;
        }

        return position;
    }

    /// <summary>The shape of the given extents with this shape's element count; one extent may be −1 and is worked out.</summary>
    /// <exception cref="ArgumentException">No such shape holds as many elements.</exception>
    public Shape Resolve(ReadOnlySpan<int> extents)
    {
        int[] resolved = extents.ToArray();
        int open = Array.IndexOf(resolved, -1);
        if (open >= 0)
        {
            resolved[open] = 1;
            int known = Of(resolved).Count;
            resolved[open] = known == 0 ? 0 : Count / known;
        }

        Shape shape = Of(resolved);
        return shape.Count == Count
            ? shape
            : throw new ArgumentException($"Reshape: {this} has {Count} elements and cannot become {Format(extents)}.", nameof(extents));
    }

    /// <summary>The product of the extents from one axis up to, but not including, another.</summary>
    public int CountOf(int from, int to)
    {
        int count = 1;
        for (int axis = from; axis < to; axis++)
            count *= _extents[axis];
        return count;
    }

    /// <summary>Row-major strides, in elements: by how much the position grows when an index grows by one.</summary>
    public int[] Strides()
    {
        int[] strides = new int[Rank];
        int step = 1;
        for (int axis = Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = step;
            step *= _extents[axis];
        }

        return strides;
    }

    /// <summary>This shape with the given axes of extent 1 (kept) or gone.</summary>
    public Shape Reduce(ReadOnlySpan<int> sortedAxes, bool keepDimensions)
    {
        var extents = new List<int>(Rank);
        for (int axis = 0; axis < Rank; axis++)
        {
            bool reduced = sortedAxes.Contains(axis);
            if (!reduced || keepDimensions)
                extents.Add(reduced ? 1 : _extents[axis]);
        }

        return Of([.. extents]);
    }

    /// <summary>This shape with another extent along one axis.</summary>
    public Shape With(int axis, int extent)
    {
        int[] extents = [.. _extents];
        extents[Axis(axis)] = extent;
        return new Shape(extents);
    }

    /// <summary>This shape with a further axis at a position from 0 to rank; negative positions count from the end of the result.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    public Shape Insert(int axis, int extent)
    {
        int normal = axis < 0 ? axis + Rank + 1 : axis;
        return (uint)normal <= (uint)Rank
            ? [.. _extents.AsSpan(0, normal), extent, .. _extents.AsSpan(normal)]
            : throw new ArgumentOutOfRangeException(nameof(axis), axis, $"Shape {this} takes a new axis at −{Rank + 1} … {Rank}.");
    }

    /// <summary>Checks that extents cut an axis without rest; returns the axis as a number from 0.</summary>
    /// <exception cref="ArgumentException">The extents do not add up to the axis, or one is negative.</exception>
    public int CheckSplit(int axis, ReadOnlySpan<int> extents)
    {
        axis = Axis(axis);
        long total = 0;
        foreach (int extent in extents)
        {
            total += extent >= 0
                ? extent
                : throw new ArgumentException($"Split: an extent is {extent}; it must not be negative.", nameof(extents));
        }

        return total == _extents[axis]
            ? axis
            : throw new ArgumentException(
                $"Split: extents ({string.Join(", ", extents.ToArray())}) do not add up to axis {axis} of shape {this}.", nameof(extents));
    }

    /// <summary>The shape that two shapes broadcast to, by NumPy's rule: aligned at the last axis, equal or 1.</summary>
    /// <returns>The common shape, or null where the two do not fit.</returns>
    public static Shape? TryBroadcast(Shape a, Shape b)
    {
        if (b.IsRepeatedBy(a))
            return a;
        if (a.IsRepeatedBy(b))
            return b;

        int rank = Math.Max(a.Rank, b.Rank);
        int[] extents = new int[rank];
        for (int i = 1; i <= rank; i++)
        {
            int left = i <= a.Rank ? a._extents[^i] : 1, right = i <= b.Rank ? b._extents[^i] : 1;
            if (left != right && left != 1 && right != 1)
                return null;
            extents[^i] = left == 1 ? right : left;
        }

        return new Shape(extents);
    }

    /// <summary>Whether a tensor of this shape can be repeated to another by NumPy's rule.</summary>
    public bool BroadcastsTo(Shape target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return IsRepeatedBy(target);
    }

    /// <inheritdoc/>
    public bool Equals(Shape? other) =>
        ReferenceEquals(this, other) || (other is not null && _extents.AsSpan().SequenceEqual(other._extents));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int extent in _extents)
            hash.Add(extent);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_extents).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The extents in parentheses, such as <c>(64, 1, 28, 28)</c>.</summary>
    public override string ToString() => Format(_extents);

    private bool IsRepeatedBy(Shape target)
    {
        int added = target.Rank - Rank;
        if (added < 0)
            return false;
        for (int axis = 0; axis < _extents.Length; axis++)
        {
            if (_extents[axis] != target._extents[axis + added] && _extents[axis] != 1)
                return false;
        }

        return true;
    }

    private string AxisRange => Rank == 0 ? "none (a scalar)" : $"{-Rank} to {Rank - 1}";

    private static string Format(ReadOnlySpan<int> extents) => $"({string.Join(", ", extents.ToArray())})";
}
