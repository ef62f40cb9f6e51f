using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>The product of a vector and a matrix: evaluating one sample, or a layer of one output.</summary>
/// <remarks>
/// Nothing is used twice but the vector, so nothing is packed: the matrix is read once, in the order it lies in memory. Where outputs are
/// neighbours (steps are rows), 4 vectors of outputs are summed at a time; where steps are neighbours, each output is a dot product of
/// 4 vectors of sums. Blocks of outputs go to different threads.
/// </remarks>
internal static unsafe class MatrixVectorProduct
{
    /// <summary>Matrix elements from which the outputs are spread over threads.</summary>
    private const int ParallelElements = 64 * 1024;

    /// <summary>target[j] = start[j] + Σₚ vector[p] · matrix[j, p] for lanes j of the matrix.</summary>
    public static void Multiply<T>(
        ProductOperand<T> vector, ProductOperand<T> matrix, int lanes, int steps, T* target, nint targetStride, T* start, nint startStride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T* values = vector.Data;
        if (vector.StepStride != 1)
        {
            values = Scratch.Get<T>(ScratchUse.LeftPanels, steps);
            for (int step = 0; step < steps; step++)
                values[step] = *vector.At(0, step);
        }

        if (start == null)
        {
            start = Zeros<T>.Block;
            startStride = 0;
        }

        var body = new Body<T>(values, matrix, steps, target, targetStride, start, startStride);
        if ((long)lanes * steps < ParallelElements)
            body.Run(0, lanes);
        else
            Workers.For(lanes, Math.Max(32, ParallelElements / 4 / Math.Max(1, steps)), body);
    }

    private readonly struct Body<T>(
        T* vector, ProductOperand<T> matrix, int steps, T* target, nint targetStride, T* start, nint startStride) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int first, int end)
        {
            int lane = first;
            if (matrix.StepStride == 1)
            {
                for (; lane < end; lane++)
                    Write(lane, Dot(matrix.At(lane, 0)));
                return;
            }

            if (matrix.LaneStride == 1 && targetStride == 1)
            {
                for (; lane <= end - (4 * Vector256<T>.Count); lane += 4 * Vector256<T>.Count)
                    FourVectors(lane);
                for (; lane <= end - Vector256<T>.Count; lane += Vector256<T>.Count)
                    OneVector(lane);
            }

            for (; lane < end; lane++)
                Write(lane, InOrder(lane));
        }

        private void Write(nint lane, T sum) => target[lane * targetStride] = sum + start[lane * startStride];

        private void FourVectors(nint lane)
        {
            Vector256<T> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            T* row = matrix.At(lane, 0);
            for (int step = 0; step < steps; step++, row += matrix.StepStride)
            {
                var value = Vector256.Create(vector[step]);
                sum0 = Simd256<T>.MultiplyAdd(value, Vector256.Load(row), sum0);
                sum1 = Simd256<T>.MultiplyAdd(value, Vector256.Load(row + Vector256<T>.Count), sum1);
                sum2 = Simd256<T>.MultiplyAdd(value, Vector256.Load(row + (2 * Vector256<T>.Count)), sum2);
                sum3 = Simd256<T>.MultiplyAdd(value, Vector256.Load(row + (3 * Vector256<T>.Count)), sum3);
            }

            Write(lane, sum0);
            Write(lane + Vector256<T>.Count, sum1);
            Write(lane + (2 * Vector256<T>.Count), sum2);
            Write(lane + (3 * Vector256<T>.Count), sum3);
        }

        private void OneVector(nint lane)
        {
            Vector256<T> sum = default;
            T* row = matrix.At(lane, 0);
            for (int step = 0; step < steps; step++, row += matrix.StepStride)
                sum = Simd256<T>.MultiplyAdd(Vector256.Create(vector[step]), Vector256.Load(row), sum);
            Write(lane, sum);
        }

        private void Write(nint lane, Vector256<T> sum)
        {
            Vector256<T> addend = startStride == 1 ? Vector256.Load(start + lane) : Vector256.Create(*start);
            (sum + addend).Store(target + lane);
        }

        /// <summary>
        /// A column of the matrix that fills no vector: the same sum in the same order and rounding as a vector's element.
        /// </summary>
        private T InOrder(nint lane)
        {
            Vector256<T> sum = default;
            for (int step = 0; step < steps; step++)
                sum = Simd256<T>.MultiplyAdd(Vector256.CreateScalar(vector[step]), Vector256.CreateScalar(*matrix.At(lane, step)), sum);
            return sum.ToScalar();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private T Dot(T* row)
        {
            Vector256<T> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            int count = Vector256<T>.Count, step = 0;
            for (; step <= steps - (4 * count); step += 4 * count)
            {
                sum0 = Simd256<T>.MultiplyAdd(Vector256.Load(vector + step), Vector256.Load(row + step), sum0);
                sum1 = Simd256<T>.MultiplyAdd(Vector256.Load(vector + step + count), Vector256.Load(row + step + count), sum1);
                sum2 = Simd256<T>.MultiplyAdd(Vector256.Load(vector + step + (2 * count)), Vector256.Load(row + step + (2 * count)), sum2);
                sum3 = Simd256<T>.MultiplyAdd(Vector256.Load(vector + step + (3 * count)), Vector256.Load(row + step + (3 * count)), sum3);
            }

            for (; step <= steps - count; step += count)
                sum0 = Simd256<T>.MultiplyAdd(Vector256.Load(vector + step), Vector256.Load(row + step), sum0);

            T sum = Vector256.Sum(sum0 + sum1 + (sum2 + sum3));
            for (; step < steps; step++)
                sum += vector[step] * row[step];
            return sum;
        }
    }
}
