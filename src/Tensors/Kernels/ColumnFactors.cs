using System.Numerics;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>What every column of a <see cref="ColumnStrip{T}"/> has of its own: its statistic and up to three numbers more.</summary>
/// <remarks>
/// What rounding took from the mean is the same for all values of a column. It goes into the offsets and the sums, once for each column,
/// and not into x − μ, which is exact where it matters, near μ.
/// </remarks>
internal unsafe struct ColumnFactors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal T* Mean;

    internal T* MeanLow;

    internal T* Inverse;

    /// <summary>The scale of x − μ forward, of u backward.</summary>
    internal T* A;

    /// <summary>The offset forward, the slope of x̂ backward.</summary>
    internal T* B;

    /// <summary>The offset backward.</summary>
    internal T* C;

    /// <summary>y = γ·(x − μ − low)·invStd + β as one multiplication and addition: scale·(x − μ) + offset.</summary>
    /// <param name="weight">γ; null for 1.</param>
    /// <param name="bias">β; null for 0.</param>
    /// <param name="start">The first column.</param>
    /// <param name="end">The column after the last.</param>
    internal readonly void SetScaleAndOffset(T* weight, T* bias, int start, int end)
    {
        for (int c = start; c < end; c += Vector256<T>.Count)
        {
            int lanes = end - c;
            Vector256<T> scale = VectorPart.Load(Inverse + c, lanes);
            if (weight != null)
                scale *= VectorPart.Load(weight + c, lanes);
            scale.Store(A + c);
            Vector256<T> offset = bias == null ? Vector256<T>.Zero : VectorPart.Load(bias + c, lanes);
            VectorFormat.MultiplyAdd(-VectorPart.Load(MeanLow + c, lanes), scale, offset).Store(B + c);
        }
    }
}
