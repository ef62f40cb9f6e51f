using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>The forward pass step by step on tensors, as the lecture writes it: μ, x − μ, σ², 1/√(σ² + ε), x̂, y.</summary>
/// <remarks>
/// All tensors have the shapes of the plan's view, so that they broadcast against each other; a hand-written backward is made of
/// them. Any step can be given instead of computed: everything after it then follows from the given one, μ also inside σ².
/// </remarks>
public sealed class ForwardValues<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly NormalizationCase<T> _case;

    internal ForwardValues(NormalizationCase<T> at, FreeVariables<T>? free = null)
    {
        _case = at;
        NormalizationPlan plan = at.Plan;
        X = (free?.X ?? at.X).Reshape(plan.View);
        Weight = (free?.Weight ?? at.Weight ?? Tensor<T>.Ones(plan.AffineShape)).Reshape(plan.AffineView);
        Bias = (free?.Bias ?? at.Bias ?? Tensor<T>.Zeros(plan.AffineShape)).Reshape(plan.AffineView);
        Mean = free?.Mean
            ?? (at.GivenMean is not null ? at.GivenMean.Reshape(plan.AffineView) : plan.Centers ? SumShared(X) / Count : null);
        Centered = Mean is null ? X : X - Mean;
        Variance = free?.Variance ?? at.GivenVariance?.Reshape(plan.AffineView) ?? (SumShared(Centered.Square()) / Divisor);
        InverseDeviation = (Variance + Epsilon).ReciprocalSqrt();
        Normalized = free?.Normalized ?? (Centered * InverseDeviation);
        Output = (Normalized * Weight) + Bias;
    }

    /// <summary>x.</summary>
    public Tensor<T> X { get; }

    /// <summary>γ, so that it broadcasts to x; 1 where the layer has none.</summary>
    public Tensor<T> Weight { get; }

    /// <summary>β, so that it broadcasts to x; 0 where the layer has none.</summary>
    public Tensor<T> Bias { get; }

    /// <summary>μ; null for a layer that does not centre.</summary>
    public Tensor<T>? Mean { get; }

    /// <summary>x − μ.</summary>
    public Tensor<T> Centered { get; }

    /// <summary>σ².</summary>
    public Tensor<T> Variance { get; }

    /// <summary>1/√(σ² + ε).</summary>
    public Tensor<T> InverseDeviation { get; }

    /// <summary>x̂.</summary>
    public Tensor<T> Normalized { get; }

    /// <summary>y.</summary>
    public Tensor<T> Output { get; }

    /// <summary>m, the number of values that share a statistic.</summary>
    public int Count => _case.Plan.ValuesPerStatistic;

    /// <summary>d, by which the sum of squares is divided for σ²: m unless the layer says otherwise.</summary>
    public double Divisor => _case.Plan.Divisor;

    /// <summary>ε.</summary>
    public double Epsilon => _case.Plan.Epsilon;

    /// <summary>Whether μ and σ² are functions of x; otherwise they are constants.</summary>
    public bool UsesBatchStatistics => _case.UsesBatchStatistics;

    /// <summary>Σ over the values that share a statistic; the result broadcasts back.</summary>
    public Tensor<T> SumShared(Tensor<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.SumTo(_case.StatisticsShape);
    }

    /// <summary>Σ over the values that share a γ.</summary>
    public Tensor<T> SumToAffine(Tensor<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.SumTo(_case.Plan.AffineView);
    }

    /// <summary>The mean over the values that do not share a statistic: over the wrong axes.</summary>
    internal Tensor<T> MeanOverOtherAxes(Tensor<T> values)
    {
        int[] shared = _case.Plan.SharedAxes.ToArray();
        int[] others = [.. Enumerable.Range(0, values.Rank).Except(shared)];
        return others.Length == 0 ? values : values.Mean(others, keepDimensions: true);
    }
}

/// <summary>Steps of the forward pass that are given instead of computed.</summary>
internal sealed record FreeVariables<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal Tensor<T>? X { get; init; }

    internal Tensor<T>? Weight { get; init; }

    internal Tensor<T>? Bias { get; init; }

    internal Tensor<T>? Mean { get; init; }

    internal Tensor<T>? Variance { get; init; }

    internal Tensor<T>? Normalized { get; init; }
}
