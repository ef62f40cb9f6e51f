using System.Numerics;

namespace NormNet.Tensors;

/// <summary>yᵢ = x₀ + … + xᵢ along one axis, added in double precision from the first element to the last.</summary>
internal static unsafe class RunningSum
{
    /// <summary>Over the middle axis of (outer, length, inner).</summary>
    internal static void Apply<T>(ReadOnlySpan<T> x, int outer, int length, int inner, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.IsEmpty)
            return;

        fixed (T* px = x, pTarget = target)
            Workers.For(outer * inner, Math.Max(1, Elementwise.Grain / length), new Lines<T>(px, length, inner, pTarget));
    }

    private readonly struct Lines<T>(T* x, int length, int inner, T* target) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly T* _x = x;
        private readonly T* _target = target;

        public void Run(int start, int end)
        {
            for (int line = start; line < end; line++)
            {
                (int block, int column) = Math.DivRem(line, inner);
                long place = ((long)block * length * inner) + column;
                double sum = 0;
                for (int i = 0; i < length; i++, place += inner)
                    _target[place] = T.CreateTruncating(sum += double.CreateTruncating(_x[place]));
            }
        }
    }
}
