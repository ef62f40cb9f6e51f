using System.Numerics;

namespace NormNet.Tensors;

/// <content>Matrix products.</content>
public sealed partial class Tensor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>op(this) · op(other) over the last two axes; leading axes broadcast.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor<T> MatMul(Tensor<T> other, bool transposeA = false, bool transposeB = false)
    {
        ArgumentNullException.ThrowIfNull(other);
        Shape? batch = Rank < 2 || other.Rank < 2 ? null
            : Shape.TryBroadcast(Shape.Of(Shape.Extents[..^2]), Shape.Of(other.Shape.Extents[..^2]));
        (int m, int k) = Rank < 2 ? (0, 0) : transposeA ? (Shape[-1], Shape[-2]) : (Shape[-2], Shape[-1]);
        (int inner, int n) = other.Rank < 2 ? (0, 0) : transposeB ? (other.Shape[-1], other.Shape[-2]) : (other.Shape[-2], other.Shape[-1]);
        if (batch is null || k != inner)
            throw new ArgumentException($"MatMul: {Shape}{(transposeA ? "ᵀ" : "")} · {other.Shape}{(transposeB ? "ᵀ" : "")} do not fit; (…, m, k) · (…, k, n) does.");

        Tensor<T> a = BroadcastTo([.. batch, Shape[-2], Shape[-1]]), b = other.BroadcastTo([.. batch, other.Shape[-2], other.Shape[-1]]);
        Tensor<T> y = Zeros([.. batch, m, n]);
        Span<T> target = y.AsWritableSpan();
        for (int s = 0; s < batch.Count; s++)
        {
            ReadOnlySpan<T> left = a.AsSpan().Slice(s * m * k, m * k), right = b.AsSpan().Slice(s * k * n, k * n);
            for (int i = 0; i < m; i++)
            {
                for (int p = 0; p < k; p++)
                {
                    T factor = left[transposeA ? (p * m) + i : (i * k) + p];
                    for (int j = 0; j < n; j++)
                        target[(((s * m) + i) * n) + j] += factor * right[transposeB ? (j * k) + p : (p * n) + j];
                }
            }
        }

        return y;
    }
}
