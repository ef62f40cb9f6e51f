using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>
/// Softmax cross-entropy from integer labels, ℓ = (1/N)·Σᵢ (ln Σⱼ e^{xᵢⱼ} − xᵢ,ₗ₍ᵢ₎), without making the softmax in between.
/// </summary>
/// <remarks>
/// ln Σⱼ e^{xᵢⱼ} is kept in two parts, the row's maximum and the logarithm of Σⱼ e^{xᵢⱼ − max}, because their sum would round the
/// small part away where logits are large. Where a row holds +∞ or NaN, or −∞ alone, the loss is NaN.
/// </remarks>
public static unsafe class CrossEntropyKernel
{
    /// <summary>The mean loss of logits (N, C) and labels (N).</summary>
    /// <param name="logits">One row per example, one column per class.</param>
    /// <param name="labels">The class of each example, from 0 to C − 1.</param>
    /// <param name="maxima">Shape (N): the greatest logit of each row.</param>
    /// <param name="logSums">Shape (N): ln Σⱼ e^{xᵢⱼ − max}.</param>
    /// <exception cref="ArgumentException">Shapes do not fit, or there are no examples.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is no class.</exception>
    public static Tensor<T> Forward<T>(Tensor<T> logits, IndexTensor labels, out Tensor<T> maxima, out Tensor<T> logSums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(logits, labels);
        (int rows, int classes) = (logits.Shape[0], logits.Shape[1]);
        maxima = Tensor<T>.Uninitialized([rows]);
        logSums = Tensor<T>.Uninitialized([rows]);
        Span<T> max = maxima.AsWritableSpan(), logSum = logSums.AsWritableSpan();
        ReadOnlySpan<T> x = logits.AsSpan();
        fixed (T* px = x, pMax = max, pLogSum = logSum)
            Workers.For(rows, Grain(classes), new Statistics<T>(px, classes, pMax, pLogSum));

        var sum = new CompensatedSum();
        ReadOnlySpan<int> label = labels.AsSpan();
        for (int row = 0; row < rows; row++)
        {
            double margin = double.CreateTruncating(x[(row * classes) + label[row]]) - double.CreateTruncating(max[row]);
            sum.Add(double.CreateTruncating(logSum[row]) - margin);
        }

        return Tensor<T>.Scalar(sum.Value / rows);
    }

    /// <summary>∂ℓ/∂x = scale · (softmax(x) − onehot(labels)); the scale is the upstream gradient divided by N.</summary>
    /// <param name="logits">As given to <see cref="Forward"/>.</param>
    /// <param name="labels">As given to <see cref="Forward"/>.</param>
    /// <param name="maxima">As made by <see cref="Forward"/>.</param>
    /// <param name="logSums">As made by <see cref="Forward"/>.</param>
    /// <param name="scale">What every element is multiplied by.</param>
    /// <exception cref="ArgumentException">Shapes do not fit, or there are no examples.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is no class.</exception>
    public static Tensor<T> Backward<T>(Tensor<T> logits, IndexTensor labels, Tensor<T> maxima, Tensor<T> logSums, T scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(logits, labels);
        ArgumentNullException.ThrowIfNull(maxima);
        ArgumentNullException.ThrowIfNull(logSums);
        (int rows, int classes) = (logits.Shape[0], logits.Shape[1]);
        if (maxima.Count != rows || logSums.Count != rows)
        {
            throw new ArgumentException(
                $"CrossEntropy: logits {logits.Shape} need row statistics of shape ({rows}); got {maxima.Shape} and {logSums.Shape}.");
        }

        var gradient = Tensor<T>.Uninitialized(logits.Shape);
        fixed (T* px = logits.AsSpan(), pMax = maxima.AsSpan(), pLogSum = logSums.AsSpan(), pGradient = gradient.AsWritableSpan())
        fixed (int* pLabels = labels.AsSpan())
            Workers.For(rows, Grain(classes), new Gradients<T>(px, pLabels, classes, pMax, pLogSum, scale, pGradient));
        return gradient;
    }

    private static int Grain(int classes) => Math.Max(1, Elementwise.Grain / (8 * classes));

    private static void Check<T>(Tensor<T> logits, IndexTensor labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        if (logits.Rank != 2 || labels.Shape.Rank != 1 || labels.Count != logits.Shape[0])
        {
            throw new ArgumentException(
                $"CrossEntropy: logits {logits.Shape} and labels {labels.Shape} do not fit; they must be (N, C) and (N).");
        }
        if (logits.Count == 0)
            throw new ArgumentException($"CrossEntropy: logits {logits.Shape} have no elements, and a mean over nothing is no loss.");

        int classes = logits.Shape[1];
        ReadOnlySpan<int> values = labels.AsSpan();
        for (int row = 0; row < values.Length; row++)
        {
            if ((uint)values[row] >= (uint)classes)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(labels),
                    values[row],
                    $"CrossEntropy: label {row} is {values[row]}; logits {logits.Shape} have classes 0 to {classes - 1}.");
            }
        }
    }

    private readonly struct Statistics<T>(T* x, int classes, T* maxima, T* logSums) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly T* _x = x;
        private readonly T* _maxima = maxima;
        private readonly T* _logSums = logSums;

        public void Run(int start, int end)
        {
            for (int row = start; row < end; row++)
            {
                T* x = _x + ((long)row * classes);
                T max = Extrema.FoldRow<T, BinaryOperators.Maximum>(x, classes);
                _maxima[row] = max;
                _logSums[row] = T.CreateTruncating(Math.Log(SoftmaxKernel.SumOfExp(x, classes, max, null)));
            }
        }
    }

    private readonly struct Gradients<T>(T* x, int* labels, int classes, T* maxima, T* logSums, T scale, T* gradient) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly T* _x = x;
        private readonly int* _labels = labels;
        private readonly T* _maxima = maxima;
        private readonly T* _logSums = logSums;
        private readonly T* _gradient = gradient;

        public void Run(int start, int end)
        {
            for (int row = start; row < end; row++)
            {
                T* x = _x + ((long)row * classes), y = _gradient + ((long)row * classes);
                var logarithm = new LogProbabilities<T>(x, _maxima[row], _logSums[row]);
                new ElementwiseLoops.Binary<T, ScaledExp, LogProbabilities<T>, Repeated<T>>(logarithm, new(scale), y).Run(0, classes);

                // softmax − 1 at the label, without the cancellation where the softmax is close to 1.
                int label = _labels[row];
                y[label] = scale * VectorMath.ExpM1(logarithm.LoadPart(label, 1)).ToScalar();
            }
        }
    }

    /// <summary>eˣ · y.</summary>
    private readonly struct ScaledExp : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => VectorMath.Exp(x) * y;
    }
}
