using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>Softmax and its logarithm along one axis: yᵢ = e^{xᵢ − max}/Σ, and xᵢ − max − ln Σ, with Σ = Σⱼ e^{xⱼ − max} ≥ 1.</summary>
/// <remarks>
/// Subtracting the maximum keeps large inputs from overflowing; −∞ gets probability 0. A line that is −∞ throughout, or holds +∞ or
/// NaN, has no softmax: it becomes NaN. Σ is added in double precision.
/// </remarks>
internal static unsafe class SoftmaxKernel
{
    /// <summary>Along the middle axis of (outer, length, inner).</summary>
    internal static void Apply<T>(ReadOnlySpan<T> x, int outer, int length, int inner, bool isLog, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.IsEmpty)
            return;

        int grain = Math.Max(1, Elementwise.Grain / (8 * length * inner));
        fixed (T* px = x, pTarget = target)
        {
            if (inner == 1)
                Workers.For(outer, grain, new Rows<T>(px, length, isLog, pTarget));
            else
                Workers.For(outer, grain, new Columns<T>(px, length, inner, isLog, pTarget));
        }
    }

    /// <summary>Σ e^{x − max} of a row, with the terms written to a target that is another place or null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double SumOfExp<T>(T* x, int length, T max, T* target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = Vector256<T>.Count;
        Vector256<T> shift = Vector256.Create(max);
        WideVector sum = default;
        int i = 0;
        for (; i <= length - width; i += width)
        {
            Vector256<T> e = VectorMath.Exp(Vector256.Load(x + i) - shift);
            sum += WideVector.From(e);
            if (target != null)
                e.Store(target + i);
        }

        if (i < length)
        {
            // The last vector overlaps the one before it, whose lanes are not added twice; a row shorter than a vector is padded.
            int last = Math.Max(length - width, 0), count = length - last;
            Vector256<T> e = VectorMath.Exp(VectorPart.Load(x + last, count) - shift);
            sum += WideVector.From(Vector256.AndNot(e & VectorPart.Mask<T>(count), VectorPart.Mask<T>(i - last)));
            if (target != null)
                VectorPart.Store(e, target + last, count);
        }

        return sum.Sum();
    }

    private readonly struct Rows<T>(T* x, int length, bool isLog, T* target) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly T* _x = x;
        private readonly T* _target = target;

        public void Run(int start, int end)
        {
            for (int row = start; row < end; row++)
            {
                T* x = _x + ((long)row * length), y = _target + ((long)row * length);
                T max = Extrema.FoldRow<T, BinaryOperators.Maximum>(x, length);
                double sum = SumOfExp(x, length, max, isLog ? null : y);
                if (isLog)
                {
                    var logarithm = new LogProbabilities<T>(x, max, T.CreateTruncating(Math.Log(sum)));
                    new ElementwiseLoops.Unary<T, UnaryOperators.Identity, LogProbabilities<T>>(logarithm, y).Run(0, length);
                }
                else
                {
                    new ElementwiseLoops.Binary<T, BinaryOperators.Multiply, Elements<T>, Repeated<T>>(
                        new(y), new(T.CreateTruncating(1 / sum)), y).Run(0, length);
                }
            }
        }
    }

    /// <summary>Lines that lie across contiguous columns: a vector holds the same position of neighbouring lines.</summary>
    private readonly struct Columns<T>(T* x, int length, int inner, bool isLog, T* target) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly T* _x = x;
        private readonly T* _target = target;

        public void Run(int start, int end)
        {
            for (int block = start; block < end; block++)
            {
                long offset = (long)block * length * inner;
                for (int column = 0; column < inner; column += Vector256<T>.Count)
                    RunColumns(_x + offset + column, _target + offset + column, Math.Min(inner - column, Vector256<T>.Count));
            }
        }

        private void RunColumns(T* x, T* y, int count)
        {
            Vector256<T> max = VectorPart.Load(x, count);
            for (int i = 1; i < length; i++)
                max = Vector256.Max(max, VectorPart.Load(x + ((long)i * inner), count));

            WideVector sum = default;
            for (int i = 0; i < length; i++)
                sum += WideVector.From(VectorMath.Exp(VectorPart.Load(x + ((long)i * inner), count) - max));

            if (isLog)
            {
                Vector256<T> logSum = new WideVector(VectorMath.Log(sum.Low), VectorMath.Log(sum.High)).To<T>();
                for (int i = 0; i < length; i++)
                    VectorPart.Store(VectorPart.Load(x + ((long)i * inner), count) - max - logSum, y + ((long)i * inner), count);
            }
            else
            {
                Vector256<double> one = Vector256<double>.One;
                Vector256<T> scale = new WideVector(one / sum.Low, one / sum.High).To<T>();
                for (int i = 0; i < length; i++)
                {
                    Vector256<T> e = VectorMath.Exp(VectorPart.Load(x + ((long)i * inner), count) - max);
                    VectorPart.Store(e * scale, y + ((long)i * inner), count);
                }
            }
        }
    }
}
