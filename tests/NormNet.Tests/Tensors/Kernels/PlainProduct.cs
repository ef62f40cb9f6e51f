using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Tests.Tensors;

/// <summary>The matrix product by its definition, summed in double.</summary>
internal static class PlainProduct
{
    /// <summary>start + op(A)·op(B) over C's rows, and for each element Σ|terms|.</summary>
    public static (double[] Product, double[] Magnitude) Multiply<T>(ProductShape shape, T[] a, T[] b, Func<int, int, T>? start = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] left = [.. a.Select(double.CreateTruncating)], right = [.. b.Select(double.CreateTruncating)];
        (int rowA, int stepA) = shape.TransposeA ? (1, shape.LeadingA) : (shape.LeadingA, 1);
        (int columnB, int stepB) = shape.TransposeB ? (shape.LeadingB, 1) : (1, shape.LeadingB);
        double[] product = new double[shape.M * shape.N], magnitude = new double[shape.M * shape.N];
        for (int i = 0; i < product.Length; i++)
        {
            (int row, int column) = (i / shape.N, i % shape.N);
            double sum = start is null ? 0 : double.CreateTruncating(start(row, column)), size = Math.Abs(sum);
            for (int k = 0; k < shape.K; k++)
            {
                double term = left[(row * rowA) + (k * stepA)] * right[(column * columnB) + (k * stepB)];
                sum += term;
                size += Math.Abs(term);
            }

            product[i] = sum;
            magnitude[i] = size;
        }

        return (product, magnitude);
    }
}
