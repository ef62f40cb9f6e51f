using System.Numerics;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>Sums over a window that slides along the middle axis of (outer, length, inner), cut off at both ends.</summary>
public static unsafe class WindowSums
{
    /// <summary>target[o, c, i] = Σ x[o, j, i] over j from c − before to c + after, as far as there are such j.</summary>
    /// <exception cref="ArgumentException">The extents do not fit the spans.</exception>
    public static void Apply<T>(ReadOnlySpan<T> x, int outer, int length, int inner, int before, int after, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.Length != (long)outer * length * inner || target.Length != x.Length)
        {
            throw new ArgumentException(
                $"WindowSums: ({outer}, {length}, {inner}) does not fit {x.Length} numbers and {target.Length} sums.", nameof(target));
        }

        if (x.IsEmpty)
            return;

        int grain = (int)Math.Max(1, Elementwise.Grain / ((long)inner * (before + after + 1)));
        fixed (T* px = x, pTarget = target)
            Workers.For(outer * length, grain, new Lines<T>(px, length, inner, (before, after), pTarget));
    }

    /// <summary>One index is one line of <c>inner</c> sums.</summary>
    private readonly struct Lines<T>(T* x, int length, int inner, (int Before, int After) window, T* target) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int start, int end)
        {
            for (int line = start; line < end; line++)
            {
                int place = line % length;
                int first = Math.Max(place - window.Before, 0), last = (int)Math.Min((long)place + window.After, length - 1);
                Add(x + ((long)(line - place + first) * inner), last - first + 1, target + ((long)line * inner));
            }
        }

        private void Add(T* lines, int count, T* sums)
        {
            int i = 0;
            for (; i <= inner - Vector256<T>.Count; i += Vector256<T>.Count)
            {
                var sum = Vector256.Load(lines + i);
                for (int j = 1; j < count; j++)
                    sum += Vector256.Load(lines + i + ((long)j * inner));
                sum.Store(sums + i);
            }

            for (; i < inner; i++)
            {
                T sum = lines[i];
                for (int j = 1; j < count; j++)
                    sum += lines[i + ((long)j * inner)];
                sums[i] = sum;
            }
        }
    }
}
