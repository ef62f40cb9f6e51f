using System.Numerics;

namespace NormNet.Tensors;

/// <summary>The position of the greatest element along one axis: the first of equals, the first NaN where there is one.</summary>
internal static unsafe class ArgMaximum
{
    /// <summary>Over the middle axis of (outer, length, inner), of length at least 1.</summary>
    internal static void Find<T>(ReadOnlySpan<T> x, int outer, int length, int inner, Span<int> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = x)
        fixed (int* pTarget = target)
            Workers.For(outer * inner, Math.Max(1, Elementwise.Grain / length), new Lines<T>(px, length, inner, pTarget));
    }

    private readonly struct Lines<T>(T* x, int length, int inner, int* target) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly T* _x = x;
        private readonly int* _target = target;

        public void Run(int start, int end)
        {
            for (int line = start; line < end; line++)
            {
                (int row, int column) = Math.DivRem(line, inner);
                T* x = _x + ((long)row * length * inner) + column;
                int best = 0;
                T greatest = *x;
                for (int i = 1; i < length; i++)
                {
                    T value = x[(long)i * inner];
                    if (value > greatest || (T.IsNaN(value) && !T.IsNaN(greatest)))
                        (greatest, best) = (value, i);
                }

                _target[line] = best;
            }
        }
    }
}
