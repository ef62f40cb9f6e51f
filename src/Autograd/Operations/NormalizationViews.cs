using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>Variables under the view of a <see cref="NormalizationPlan"/>: what composed formulas and derivatives are written in.</summary>
public static class NormalizationViews
{
    /// <summary>An input or an output under <see cref="NormalizationPlan.View"/>.</summary>
    public static Variable<T> View<T>(this NormalizationPlan plan, Variable<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(x);
        return x.Reshape(plan.View);
    }

    /// <summary>γ, β or what has their shape, so that it broadcasts to <see cref="NormalizationPlan.View"/>.</summary>
    public static Variable<T> ViewAffine<T>(this NormalizationPlan plan, Variable<T> affine)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(affine);
        return affine.Reshape(plan.AffineView);
    }

    /// <summary>Σ over the values that share a statistic, of something under the view; the axes stay with extent 1.</summary>
    public static Variable<T> SumShared<T>(this NormalizationPlan plan, Variable<T> viewed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(viewed);
        return viewed.Sum(plan.SharedAxes.ToArray(), keepDimensions: true);
    }

    /// <summary>
    /// Σ over the values that share a γ, of something under the view; the result has <see cref="NormalizationPlan.AffineShape"/>.
    /// </summary>
    public static Variable<T> SumToAffine<T>(this NormalizationPlan plan, Variable<T> viewed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(viewed);
        return viewed.SumTo(plan.AffineView).Reshape(plan.AffineShape);
    }

    /// <summary>1/√(σ² + ε) of an input under the view, one for each statistic, as a function of the input.</summary>
    public static Variable<T> InverseDeviation<T>(this NormalizationPlan plan, Variable<T> viewed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(viewed);
        Variable<T> centered = plan.Centers ? viewed - (plan.SumShared(viewed) * (1.0 / plan.ValuesPerStatistic)) : viewed;
        return ((plan.SumShared(centered * centered) * (1 / plan.Divisor)) + plan.Epsilon).ReciprocalSqrt();
    }
}
