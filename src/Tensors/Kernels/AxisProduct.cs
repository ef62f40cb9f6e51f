using System.Numerics;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>The middle axis of (outer, length, inner) multiplied by a sparse matrix.</summary>
public static unsafe class AxisProduct
{
    /// <summary>target[o, i, …] = Σ wᵢⱼ · x[o, j, …] over the terms of output i, in order.</summary>
    /// <exception cref="ArgumentException">The extents do not fit the spans.</exception>
    public static void Apply<T>(ReadOnlySpan<T> x, int outer, AxisWeights weights, int inner, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (x.Length != (long)outer * weights.Inputs * inner || target.Length != (long)outer * weights.Outputs * inner)
        {
            throw new ArgumentException(
                $"AxisProduct: ({outer}, {weights}, {inner}) does not fit {x.Length} and {target.Length} numbers.", nameof(target));
        }

        if (target.IsEmpty)
            return;

        var factors = new T[weights.Weights.Length];
        for (int i = 0; i < factors.Length; i++)
            factors[i] = T.CreateTruncating(weights.Weights[i]);

        int termsEach = Math.Max(1, factors.Length / weights.Outputs);
        int grain = (int)Math.Max(1, Elementwise.Grain / ((long)inner * termsEach));
        fixed (T* px = x, pTarget = target, pFactors = factors)
        fixed (int* starts = weights.Starts, sources = weights.Sources)
        {
            var body = new Lines<T>(px, (weights.Inputs, weights.Outputs, inner), starts, sources, pFactors, pTarget);
            Workers.For(outer * weights.Outputs, grain, body);
        }
    }

    /// <summary>One index is one line of <c>inner</c> sums.</summary>
    private readonly struct Lines<T>(T* x, (int Inputs, int Outputs, int Inner) extents, int* starts, int* sources, T* factors, T* target)
        : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int start, int end)
        {
            (int plane, int output) = Math.DivRem(start, extents.Outputs);
            for (int line = start; line < end; line++)
            {
                T* from = x + ((long)plane * extents.Inputs * extents.Inner);
                Add(from, starts[output], starts[output + 1], target + ((long)line * extents.Inner));
                if (++output == extents.Outputs)
                    (plane, output) = (plane + 1, 0);
            }
        }

        private void Add(T* from, int first, int end, T* sums)
        {
            int i = 0;
            for (; i <= extents.Inner - Vector256<T>.Count; i += Vector256<T>.Count)
            {
                Vector256<T> sum = default;
                for (int term = first; term < end; term++)
                    sum += Vector256.Load(from + i + ((long)sources[term] * extents.Inner)) * factors[term];
                sum.Store(sums + i);
            }

            for (; i < extents.Inner; i++)
            {
                T sum = default;
                for (int term = first; term < end; term++)
                    sum += from[i + ((long)sources[term] * extents.Inner)] * factors[term];
                sums[i] = sum;
            }
        }
    }
}
