using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>The closed form that the six formulas simplify to: ∂ℓ/∂x = invStd · (g − Σg/m − x̂ · Σ(g·x̂)/d) with g = γ·∂ℓ/∂y.</summary>
/// <remarks>With given statistics ∂ℓ/∂x = γ · invStd · ∂ℓ/∂y and nothing else; a layer that does not centre lacks Σg/m.</remarks>
public static class SimplifiedBackward
{
    /// <summary>∂ℓ/∂x, ∂ℓ/∂γ and ∂ℓ/∂β.</summary>
    /// <param name="forward">The steps of the forward pass.</param>
    /// <param name="upstream">∂ℓ/∂y, under the same view.</param>
    public static LayerGradients<T> Run<T>(ForwardValues<T> forward, Tensor<T> upstream)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(forward);
        return new LayerGradients<T>
        {
            Input = Input(forward, upstream),
            Weight = forward.SumToAffine(upstream * forward.Normalized),
            Bias = forward.SumToAffine(upstream),
        };
    }

    private static Tensor<T> Input<T>(ForwardValues<T> forward, Tensor<T> upstream)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tensor<T> g = upstream * forward.Weight;
        if (!forward.UsesBatchStatistics)
            return g * forward.InverseDeviation;

        Tensor<T> centered = forward.Mean is null ? g : g - (forward.SumShared(g) / forward.Count);
        Tensor<T> projection = forward.SumShared(g * forward.Normalized) / forward.Divisor;
        return forward.InverseDeviation * (centered - (forward.Normalized * projection));
    }
}
