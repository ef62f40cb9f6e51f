using System.Numerics;

namespace NormNet.Tensors;

/// <summary>What one call of the kernel works on; the loops over groups, elements and columns each wrap one.</summary>
internal unsafe struct NormalizationTask<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal NormalizationLayout Layout;

    internal StatisticsTable<T> Statistics;

    /// <summary>Forward: whether the statistics are given; otherwise they are computed and written.</summary>
    internal bool Given;

    internal T* X;

    /// <summary>γ, or null for 1. Where each position has its own, γ and β are both there or both not.</summary>
    internal T* Weight;

    /// <summary>Forward: β, or null for 0.</summary>
    internal T* Bias;

    /// <summary>Forward: y, or null where only the statistics are wanted.</summary>
    internal T* Y;

    /// <summary>Backward: u = ∂ℓ/∂y; null forward.</summary>
    internal T* Upstream;

    /// <summary>Backward: ∂ℓ/∂x, or null where nobody wants it.</summary>
    internal T* Gradient;

    /// <summary>Backward: where each block leaves Σu and then Σu·x̂ of its affine values, or null where nobody wants them.</summary>
    internal double* Sums;

    /// <summary>Forward: whether y is too large to stay in cache.</summary>
    internal bool PastCaches;

    /// <summary>
    /// Backward with a γ for each position: room for short sums in <typeparamref name="T"/>, as much as <see cref="Sums"/>.
    /// </summary>
    internal T* ShortSums;
}
