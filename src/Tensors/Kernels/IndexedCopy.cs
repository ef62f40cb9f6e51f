using System.Numerics;

namespace NormNet.Tensors;

/// <summary>Slices and elements read at indices along the middle axis of (outer, length, inner), and added there.</summary>
/// <remarks>
/// Several indices may name one place. Additions are shared among the workers by place, never by index, and each place gets its terms in
/// the order of the indices: the bits are the same for any number of threads. Indices were checked to lie inside the axis.
/// </remarks>
internal static unsafe class IndexedCopy
{
    /// <summary>Columns of one worker's share of an addition, whatever the number of workers.</summary>
    private const int Strip = 64;

    /// <summary>target[o, j, …] = source[o, indices[j], …].</summary>
    internal static void Select<T>(ReadOnlySpan<T> source, int outer, int length, int inner, ReadOnlySpan<int> indices, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (target.IsEmpty)
            return;

        fixed (T* pSource = source, pTarget = target)
        fixed (int* pIndices = indices)
        {
            var body = new Selection<T>(pSource, length, inner, pIndices, indices.Length, pTarget);
            Workers.For(outer * indices.Length, Math.Max(1, Elementwise.Grain / inner), body);
        }
    }

    /// <summary>target[o, indices[j], …] += source[o, j, …].</summary>
    internal static void AddSelected<T>(ReadOnlySpan<T> source, int outer, int length, int inner, ReadOnlySpan<int> indices, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (source.IsEmpty)
            return;

        int strips = (inner + Strip - 1) / Strip;
        fixed (T* pSource = source, pTarget = target)
        fixed (int* pIndices = indices)
        {
            var body = new SelectedAddition<T>(pSource, length, inner, strips, pIndices, indices.Length, pTarget);
            Workers.For(outer * strips, Math.Max(1, Elementwise.Grain / (Math.Min(inner, Strip) * indices.Length)), body);
        }
    }

    /// <summary>target[o, j, i] = source[o, indices[o, j, i], i], with count indices along the axis.</summary>
    internal static void Gather<T>(
        ReadOnlySpan<T> source, int outer, int length, int inner, ReadOnlySpan<int> indices, int count, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (target.IsEmpty)
            return;

        fixed (T* pSource = source, pTarget = target)
        fixed (int* pIndices = indices)
        {
            var body = new Gathering<T>(pSource, length, inner, pIndices, count, pTarget);
            Workers.For(outer * count, Math.Max(1, Elementwise.Grain / inner), body);
        }
    }

    /// <summary>target[o, indices[o, j, i], i] += source[o, j, i], with count indices along the axis.</summary>
    internal static void AddGathered<T>(
        ReadOnlySpan<T> source, int outer, int length, int inner, ReadOnlySpan<int> indices, int count, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (source.IsEmpty)
            return;

        fixed (T* pSource = source, pTarget = target)
        fixed (int* pIndices = indices)
        {
            var body = new GatheredAddition<T>(pSource, length, inner, pIndices, count, pTarget);
            Workers.For(outer * inner, Math.Max(1, Elementwise.Grain / count), body);
        }
    }

    private readonly struct Selection<T>(T* source, int length, int inner, int* indices, int count, T* target) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly T* _source = source;
        private readonly int* _indices = indices;
        private readonly T* _target = target;

        public void Run(int start, int end)
        {
            for (int row = start; row < end; row++)
            {
                (int block, int j) = Math.DivRem(row, count);
                T* from = _source + ((((long)block * length) + _indices[j]) * inner), to = _target + ((long)row * inner);
                if (inner == 1)
                    *to = *from;
                else
                    new Span<T>(from, inner).CopyTo(new Span<T>(to, inner));
            }
        }
    }

    private readonly struct SelectedAddition<T>(T* source, int length, int inner, int strips, int* indices, int count, T* target)
        : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly T* _source = source;
        private readonly int* _indices = indices;
        private readonly T* _target = target;

        public void Run(int start, int end)
        {
            for (int share = start; share < end; share++)
            {
                (int block, int strip) = Math.DivRem(share, strips);
                int column = strip * Strip, width = Math.Min(Strip, inner - column);
                T* from = _source + ((long)block * count * inner) + column, to = _target + ((long)block * length * inner) + column;
                for (int j = 0; j < count; j++)
                {
                    T* terms = from + ((long)j * inner), sums = to + ((long)_indices[j] * inner);
                    if (width == 1)
                        *sums += *terms;
                    else
                        Add(sums, terms, width);
                }
            }
        }
    }

    private static void Add<T>(T* sums, T* terms, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => new ElementwiseLoops.Binary<T, BinaryOperators.Add, Elements<T>, Elements<T>>(new(sums), new(terms), sums).Run(0, width);

    private readonly struct Gathering<T>(T* source, int length, int inner, int* indices, int count, T* target) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly T* _source = source;
        private readonly int* _indices = indices;
        private readonly T* _target = target;

        public void Run(int start, int end)
        {
            for (int row = start; row < end; row++)
            {
                T* from = _source + ((long)(row / count) * length * inner), to = _target + ((long)row * inner);
                int* at = _indices + ((long)row * inner);
                for (int i = 0; i < inner; i++)
                    to[i] = from[((long)at[i] * inner) + i];
            }
        }
    }

    private readonly struct GatheredAddition<T>(T* source, int length, int inner, int* indices, int count, T* target) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly T* _source = source;
        private readonly int* _indices = indices;
        private readonly T* _target = target;

        public void Run(int start, int end)
        {
            for (int line = start; line < end; line++)
            {
                (int block, int i) = Math.DivRem(line, inner);
                long first = ((long)block * count * inner) + i;
                T* sums = _target + ((long)block * length * inner) + i;
                for (int j = 0; j < count; j++)
                    sums[(long)_indices[first + ((long)j * inner)] * inner] += _source[first + ((long)j * inner)];
            }
        }
    }
}
