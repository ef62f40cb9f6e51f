using System.Numerics;

namespace NormNet.Tensors;

/// <summary>The greatest elements along one axis, in descending order; of equals the first comes first, NaN before all.</summary>
internal static unsafe class Ranking
{
    /// <summary>Over the middle axis of (outer, length, inner): values and positions of the k greatest, as (outer, k, inner).</summary>
    internal static void Top<T>(ReadOnlySpan<T> x, int outer, int length, int inner, int k, Span<T> values, Span<int> positions)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (values.IsEmpty)
            return;

        fixed (T* px = x, pValues = values)
        fixed (int* pPositions = positions)
        {
            var body = new Lines<T>(px, length, inner, k, pValues, pPositions);
            Workers.For(outer * inner, Math.Max(1, Elementwise.Grain / (8 * length)), body);
        }
    }

    /// <summary>The lesser first, so that a queue's front is what a greater element drives out.</summary>
    private sealed class Ascending<T> : IComparer<(T Value, int Position)>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        internal static readonly Ascending<T> Instance = new();

        public int Compare((T Value, int Position) a, (T Value, int Position) b)
        {
            // CompareTo takes NaN for the least of all, and −0 for +0's equal.
            int order = T.IsNaN(a.Value) || T.IsNaN(b.Value) ? -a.Value.CompareTo(b.Value) : a.Value.CompareTo(b.Value);
            return order != 0 ? order : b.Position.CompareTo(a.Position);
        }
    }

    private readonly struct Lines<T>(T* x, int length, int inner, int k, T* values, int* positions) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly T* _x = x;
        private readonly T* _values = values;
        private readonly int* _positions = positions;

        public void Run(int start, int end)
        {
            var greatest = new PriorityQueue<int, (T, int)>(k, Ascending<T>.Instance);
            for (int line = start; line < end; line++)
            {
                (int block, int column) = Math.DivRem(line, inner);
                T* x = _x + ((long)block * length * inner) + column;
                for (int i = 0; i < k; i++)
                    greatest.Enqueue(i, (x[(long)i * inner], i));
                for (int i = k; i < length; i++)
                    greatest.EnqueueDequeue(i, (x[(long)i * inner], i));

                for (int i = k - 1; i >= 0; i--)
                {
                    long place = (((long)block * k) + i) * inner + column;
                    _positions[place] = greatest.Dequeue();
                    _values[place] = x[(long)_positions[place] * inner];
                }
            }
        }
    }
}
