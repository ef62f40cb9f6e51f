using System.Numerics;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>Euclidean norms of rows, √Σx², added in double precision: a norm is infinite or 0 only where it has to be.</summary>
public static unsafe class RowNorms
{
    /// <summary>target[r] = √Σᵢ x[r·length + i]².</summary>
    /// <param name="x">The rows, one after the other.</param>
    /// <param name="length">The extent of a row.</param>
    /// <param name="target">One norm a row.</param>
    /// <exception cref="ArgumentException">The rows are not as many as the norms.</exception>
    public static void Apply<T>(ReadOnlySpan<T> x, int length, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.Length != (long)length * target.Length)
        {
            throw new ArgumentException(
                $"RowNorms: {target.Length} norms of rows of {length} do not fit {x.Length} numbers.", nameof(target));
        }

        if (x.IsEmpty)
        {
            target.Clear();
            return;
        }

        fixed (T* px = x, pTarget = target)
            Workers.For(target.Length, Math.Max(1, Elementwise.Grain / length), new Rows<T>(px, length, pTarget));
    }

    private static double Norm<T>(T* x, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<double> low = default, high = default;
        int i = 0;
        for (; i <= length - WideVector.Count; i += WideVector.Count)
        {
            var values = WideVector.Load(x + i);
            low += values.Low * values.Low;
            high += values.High * values.High;
        }

        double sum = Vector256.Sum(low + high);
        for (; i < length; i++)
        {
            double value = double.CreateTruncating(x[i]);
            sum += value * value;
        }

        // Squares of float neither overflow nor vanish in double; of double they may.
        return sum is > 1e-280 and < double.PositiveInfinity || typeof(T) == typeof(float) ? Math.Sqrt(sum) : ScaledNorm(x, length);
    }

    /// <summary>max|x| · √Σ(x/max|x|)².</summary>
    private static double ScaledNorm<T>(T* x, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double largest = 0, sum = 0;
        for (int i = 0; i < length; i++)
            largest = Math.Max(largest, Math.Abs(double.CreateTruncating(x[i])));
        if (largest == 0 || !double.IsFinite(largest))
            return largest;

        for (int i = 0; i < length; i++)
        {
            double share = double.CreateTruncating(x[i]) / largest;
            sum += share * share;
        }

        return largest * Math.Sqrt(sum);
    }

    private readonly struct Rows<T>(T* x, int length, T* target) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int start, int end)
        {
            for (int row = start; row < end; row++)
                target[row] = T.CreateTruncating(Norm(x + ((long)row * length), length));
        }
    }
}
