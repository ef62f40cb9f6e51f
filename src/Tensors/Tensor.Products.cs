using System.Numerics;

namespace NormNet.Tensors;

/// <content>Matrix products.</content>
public sealed partial class Tensor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>op(this) · op(other) over the last two axes, op being the transpose where asked for; leading axes broadcast.</summary>
    /// <exception cref="ArgumentException">A tensor has fewer than two axes, or the shapes do not fit.</exception>
    public Tensor<T> MatMul(Tensor<T> other, bool transposeA = false, bool transposeB = false)
    {
        ArgumentNullException.ThrowIfNull(other);
        Shape? batch = Rank < 2 || other.Rank < 2 ? null : Shape.TryBroadcast(Leading(this), Leading(other));
        if (batch is null || Shape[transposeA ? -2 : -1] != other.Shape[transposeB ? -1 : -2])
        {
            throw new ArgumentException(
                $"MatMul: {Shape}{(transposeA ? "ᵀ" : "")} · {other.Shape}{(transposeB ? "ᵀ" : "")} do not fit; (…, m, k) · (…, k, "
                    + "n) does, with leading axes that broadcast.");
        }

        int m = Shape[transposeA ? -1 : -2], k = Shape[transposeA ? -2 : -1], n = other.Shape[transposeB ? -2 : -1];
        var product = new ProductShape(m, n, k, transposeA, transposeB);
        var y = Uninitialized([.. batch, m, n]);
        if (batch.Count == 1)
        {
            MatrixProduct.Multiply(product, AsSpan(), other.AsSpan(), y.AsWritableSpan());
            return y;
        }

        // Matrices that all share one operand, or have one each, are strides of the batch; anything between is repeated first.
        Tensor<T> a = Repeated(this, batch), b = Repeated(other, batch);
        MatrixProduct.MultiplyBatch(product, batch.Count, a.AsSpan(), Stride(a), b.AsSpan(), Stride(b), y.AsWritableSpan(), m * n);
        return y;
    }

    private static Shape Leading(Tensor<T> matrices) => Shape.Of(matrices.Shape.Extents[..^2]);

    private static Tensor<T> Repeated(Tensor<T> matrices, Shape batch)
    {
        int count = Leading(matrices).Count;
        return count == 1 || count == batch.Count ? matrices : matrices.BroadcastTo([.. batch, matrices.Shape[-2], matrices.Shape[-1]]);
    }

    private static int Stride(Tensor<T> matrices) => Leading(matrices).Count == 1 ? 0 : matrices.Shape[-2] * matrices.Shape[-1];
}
