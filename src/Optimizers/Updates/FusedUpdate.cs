using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NormNet.Tensors;

namespace NormNet.Optimizers;

/// <summary>One pass over weights, gradient and moments, which computes the new weights and moments in registers.</summary>
internal static unsafe class FusedUpdate
{
    /// <summary>From how many elements on a pass is worth sharing: below, waking a worker costs what it saves.</summary>
    private const int Grain = 16384;

    internal static void Run<T, TRule>(OptimizedParameter<T> optimized, TRule rule)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<T>
    {
        Span<T> weight = optimized.Parameter.Value.AsWritableSpan();
        fixed (T* pWeight = weight, pGradient = optimized.Parameter.Gradient!.AsSpan())
        fixed (T* pFirst = Moment(optimized, 0), pSecond = Moment(optimized, 1), pThird = Moment(optimized, 2))
            Workers.For(weight.Length, Grain, new Body<T, TRule>(pWeight, pGradient, pFirst, pSecond, pThird, rule));
    }

    private static Span<T> Moment<T>(OptimizedParameter<T> optimized, int index)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        index < optimized.Moments.Count ? optimized.Moments[index].AsWritableSpan() : default;

    private readonly struct Body<T, TRule>(T* weight, T* gradient, T* first, T* second, T* third, TRule rule) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<T>
    {
        private readonly T* _weight = weight, _gradient = gradient, _first = first, _second = second, _third = third;

        public void Run(int start, int end)
        {
            int i = start;
            for (; i <= end - Vector256<T>.Count; i += Vector256<T>.Count)
                Apply(_weight + i, _gradient + i, _first + i, _second + i, _third + i);
            if (i < end)
                ApplyToRest(i, end - i);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Apply(T* weight, T* gradient, T* first, T* second, T* third)
        {
            Vector256<T> m = rule.Moments > 0 ? Vector256.Load(first) : default;
            Vector256<T> v = rule.Moments > 1 ? Vector256.Load(second) : default;
            Vector256<T> r = rule.Moments > 2 ? Vector256.Load(third) : default;
            rule.Apply(Vector256.Load(weight), Vector256.Load(gradient), ref m, ref v, ref r).Store(weight);
            if (rule.Moments > 0)
                m.Store(first);
            if (rule.Moments > 1)
                v.Store(second);
            if (rule.Moments > 2)
                r.Store(third);
        }

        /// <summary>What does not fill a vector goes through one all the same, so that no element meets other arithmetic.</summary>
        private void ApplyToRest(int start, int count)
        {
            T* lanes = stackalloc T[5 * Vector256<T>.Count];
            T* w = lanes, g = w + Vector256<T>.Count, m = g + Vector256<T>.Count, v = m + Vector256<T>.Count, r = v + Vector256<T>.Count;
            Copy(_weight + start, w, count);
            Copy(_gradient + start, g, count);
            if (rule.Moments > 0)
                Copy(_first + start, m, count);
            if (rule.Moments > 1)
                Copy(_second + start, v, count);
            if (rule.Moments > 2)
                Copy(_third + start, r, count);

            Apply(w, g, m, v, r);

            Copy(w, _weight + start, count);
            if (rule.Moments > 0)
                Copy(m, _first + start, count);
            if (rule.Moments > 1)
                Copy(v, _second + start, count);
            if (rule.Moments > 2)
                Copy(r, _third + start, count);
        }

        private static void Copy(T* source, T* target, int count) => new ReadOnlySpan<T>(source, count).CopyTo(new Span<T>(target, count));
    }
}
