using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>A backward written by hand: from the forward pass and the upstream gradient u = ∂ℓ/∂y to the gradients.</summary>
/// <param name="forward">The steps of the forward pass, under the layer's view.</param>
/// <param name="upstream">u, under the same view.</param>
public delegate LayerGradients<T> HandWrittenBackward<T>(ForwardValues<T> forward, Tensor<T> upstream)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>The gradients that a backward gives; those it does not have are null and are not compared.</summary>
public sealed record LayerGradients<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>∂ℓ/∂x, of the input's shape or its view.</summary>
    public Tensor<T>? Input { get; init; }

    /// <summary>∂ℓ/∂γ.</summary>
    public Tensor<T>? Weight { get; init; }

    /// <summary>∂ℓ/∂β.</summary>
    public Tensor<T>? Bias { get; init; }

    /// <summary>∂ℓ/∂x̂.</summary>
    public Tensor<T>? Normalized { get; init; }

    /// <summary>∂ℓ/∂σ².</summary>
    public Tensor<T>? Variance { get; init; }

    /// <summary>∂ℓ/∂μ.</summary>
    public Tensor<T>? Mean { get; init; }

    internal IEnumerable<(Quantity Quantity, Tensor<T>? Values)> All() =>
    [
        (Quantity.NormalizedGradient, Normalized), (Quantity.VarianceGradient, Variance), (Quantity.MeanGradient, Mean),
        (Quantity.InputGradient, Input), (Quantity.WeightGradient, Weight), (Quantity.BiasGradient, Bias),
    ];
}
