using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>What ∂ℓ/∂x = scale·u + slope·(x − μ)·invStd + offset takes for four channels, μ without its low part.</summary>
internal readonly ref struct GradientFactors
{
    internal Vector256<double> Scale { get; private init; }

    internal Vector256<double> Slope { get; private init; }

    internal Vector256<double> Offset { get; private init; }

    /// <summary>Σu·x̂.</summary>
    internal Vector256<double> Products { get; private init; }

    /// <summary>
    /// With low the part that rounding took from μ, x̂ = (x − μ)·invStd − low·invStd: Σu·x̂ loses low·invStd·Σu, and the offset gets it
    /// back times the slope.
    /// </summary>
    /// <param name="u">Σu.</param>
    /// <param name="products">Σu·(x − μ)·invStd.</param>
    /// <param name="weight">γ.</param>
    /// <param name="inverse">invStd.</param>
    /// <param name="low">What rounding took from μ.</param>
    /// <param name="task">The divisor, the number of values, and whether there is a mean.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static GradientFactors From<T>(
        Vector256<double> u,
        Vector256<double> products,
        Vector256<double> weight,
        Vector256<double> inverse,
        Vector256<double> low,
        in NormalizationTask<T> task)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<double> moved = low * inverse, sum = products - (moved * u), scale = inverse * weight;
        Vector256<double> slope = -scale * sum * (1 / task.Statistics.Divisor);
        double perValue = task.Statistics.Centers ? 1.0 / task.Layout.GroupSize : 0;
        return new() { Scale = scale, Slope = slope, Offset = (-scale * u * perValue) - (moved * slope), Products = sum };
    }
}
