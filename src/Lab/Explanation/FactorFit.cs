using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>
/// ∂ℓ/∂x as a·invStd·g − b·invStd·Σg/m − c·invStd·x̂·Σ(g·x̂)/d: the factors that fit a route's numbers best, all 1 if it is right.
/// </summary>
internal sealed record FactorFit(double Direct, double Mean, double Variance, double ScaledResidual)
{
    private const double SameFactor = 1e-4;

    /// <summary>Fits the factors by least squares; null where the terms cannot be told apart on this input.</summary>
    internal static FactorFit? Of(NormalizationCase<double> at, Tensor<double> input, double scale)
    {
        if (!at.UsesBatchStatistics || !at.Plan.Centers)
            return null;

        var forward = new ForwardValues<double>(at);
        Tensor<double> g = at.Upstream.Reshape(at.Plan.View) * forward.Weight, s = forward.InverseDeviation;
        Tensor<double>[] terms =
        [
            s * g,
            (s * (forward.SumShared(g) / forward.Count)).BroadcastTo(g.Shape),
            s * forward.Normalized * (forward.SumShared(g * forward.Normalized) / forward.Divisor),
        ];
        Matrix<double> design = Matrix<double>.Build.DenseOfColumns(terms.Select(term => term.AsSpan().ToArray()));
        Matrix<double> normal = design.TransposeThisAndMultiply(design);
        if (!(normal.ConditionNumber() < 1e10))
            return null;

        Vector<double> values = Vector<double>.Build.Dense(input.AsSpan().ToArray());
        Vector<double> factors = normal.Solve(design.TransposeThisAndMultiply(values));
        double residual = (values - (design * factors)).AbsoluteMaximum() / scale;
        return new(factors[0], -factors[1], -factors[2], residual);
    }

    /// <summary>The factors that are not 1, each by its usual name.</summary>
    internal string Describe(int m)
    {
        if (Same(Direct, Mean) && Same(Direct, Variance))
            return $"every element is {NameOf(Direct, m)} times what it should be";

        (string Term, double Factor)[] factors =
            [("the direct term g", Direct), ("the mean term Σg/m", Mean), ("the variance term x̂·Σ(g·x̂)/m", Variance)];
        return string.Join(
            ", ",
            factors.Where(factor => !Same(factor.Factor, 1))
                .Select(factor => $"{factor.Term} has the factor {NameOf(factor.Factor, m)} instead of 1"));
    }

    /// <summary>A factor by the name it usually has.</summary>
    internal static string NameOf(double factor, int m)
    {
        (double Value, string Name)[] known =
        [
            (0, "0"), (-1, "−1"), (0.5, "½"), (2, "2"), (m / (m - 1.0), "m/(m−1)"), ((m - 1.0) / m, "(m−1)/m"),
            (Math.Sqrt(m / (m - 1.0)), "√(m/(m−1))"), (Math.Sqrt((m - 1.0) / m), "√((m−1)/m)"), (m, "m"), (1.0 / m, "1/m"),
        ];
        string number = factor.ToString("G6", CultureInfo.InvariantCulture);
        (double value, string? name) = known.FirstOrDefault(pair => Same(pair.Value, factor));
        return name is null ? number : value == Math.Round(value) ? name : $"{name} = {number}";
    }

    private static bool Same(double a, double b) => Math.Abs(a - b) <= SameFactor * Math.Max(Math.Abs(b), 1e-3);
}
