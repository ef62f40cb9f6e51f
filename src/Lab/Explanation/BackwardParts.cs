using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>What the closed form of ∂ℓ/∂x is made of, under short names.</summary>
internal sealed record BackwardParts<T>(ForwardValues<T> Forward, Tensor<T> Upstream)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>g = γ·∂ℓ/∂y.</summary>
    internal Tensor<T> G { get; init; } = Upstream * Forward.Weight;

    /// <summary>invStd.</summary>
    internal Tensor<T> S => Forward.InverseDeviation;

    internal Tensor<T> XHat => Forward.Normalized;

    /// <summary>m/(m − 1).</summary>
    internal double Bessel => Forward.Count / (Forward.Count - 1.0);

    /// <summary>1/(√σ² + ε).</summary>
    internal Tensor<T> EpsilonOutside => (Forward.Variance.Sqrt() + Forward.Epsilon).Reciprocal();

    /// <summary>(x − μ)/√(σ²·m/(m − 1) + ε).</summary>
    internal Tensor<T> UnbiasedXHat => Forward.Centered * ((Forward.Variance * Bessel) + Forward.Epsilon).ReciprocalSqrt();

    /// <summary>The mean over the values that share a statistic.</summary>
    internal Tensor<T> Mean(Tensor<T> values)
    {
        Tensor<T> sum = Forward.SumShared(values);
        return sum / ((double)values.Count / sum.Count);
    }

    /// <summary>The right formula of the mode, with another invStd and x̂.</summary>
    internal Tensor<T> Right(Tensor<T> s, Tensor<T> xhat)
    {
        if (!Forward.UsesBatchStatistics)
            return s * G;
        Tensor<T> centered = Forward.Mean is null ? G : G - Mean(G);
        return s * (centered - (xhat * Mean(G * xhat)));
    }
}
