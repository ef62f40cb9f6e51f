using System.Globalization;
using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>Says what a difference is: each hypothesis is computed on the same input, and the figures decide.</summary>
internal sealed class Explanation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // The largest share of a random gradient that survives its projection is near 1; ε/(σ² + ε) of it survives in the null space.
    private const double VacuousShare = 1e-3;
    private const double LargeMean = 10;

    private readonly NormalizationCase<T> _case;
    private readonly Scales _scales;
    private readonly Route _reference;
    private readonly Lazy<(WrongBackward<T> Wrong, Tensor<double> Input)[]> _hypotheses;

    internal Explanation(NormalizationCase<T> at, Scales scales, Route reference)
    {
        _case = at;
        _scales = scales;
        _reference = reference;
        _hypotheses = new(() =>
        [
            .. WrongBackwards<T>.All.Where(wrong => wrong.AppliesTo(at))
                .Select(wrong => (wrong, ClosedRoutes.HandWritten(wrong.Name, at, wrong.Run)[Quantity.InputGradient]!.Values)),
        ]);
    }

    private static string Precision => Route.PrecisionOf<T>();

    private int M => _case.Plan.ValuesPerStatistic;

    /// <summary>The verdict on a route by its rows.</summary>
    internal Verdict Of(Route route, IReadOnlyList<ComparisonRow> rows)
    {
        ComparisonRow[] compared = [.. rows.Where(row => row.Difference is not null)];
        ComparisonRow? wrong = compared.FirstOrDefault(row => row.Quantity == Quantity.InputGradient && !row.Difference!.Agrees)
            ?? compared.FirstOrDefault(row => !row.Difference!.Agrees);
        return wrong is null ? OfAgreement(route, compared) : OfDisagreement(route, wrong, compared.First(row => !row.Difference!.Agrees));
    }

    private Verdict OfAgreement(Route route, ComparisonRow[] rows)
    {
        ComparisonRow worst = rows.MaxBy(row => row.Difference!.ScaledMax / row.Difference.Bound)!;
        double share = Survival();
        if (share < VacuousShare && rows.Any(row => row.Quantity == Quantity.InputGradient))
        {
            return Made(VerdictKind.Vacuous, route, [], string.Create(
                CultureInfo.InvariantCulture,
                $"it agrees, but the upstream gradient lies in the layer's null space: only {share:0.0e+0} of invStd·g survives in ∂ℓ/∂x "
                + $"(bound {VacuousShare:0e+0}), so a wrong formula could give the same. Check with a random upstream "
                + $"gradient{(M == 2 ? " and more than two values per statistic" : "")}."));
        }

        double predicted = Bounds.Rounding(Precision, M, _scales.MeanOverDeviation), found = worst.Difference!.ScaledMax;
        if (route.Name == FiniteDifferences.Name)
        {
            return Made(VerdictKind.Rounding, route, [], string.Create(
                CultureInfo.InvariantCulture,
                $"the largest difference is {found:0.0e+0} of the largest term ({worst.Quantity.Symbol()}), within "
                    + $"{worst.Difference.Bound:0.0e+0}: truncation h² and rounding u/h of a central difference."));
        }

        string figures = string.Create(
            CultureInfo.InvariantCulture,
            $"the largest difference is {found:0.0e+0} of the largest term ({worst.Quantity.Symbol()}), "
            + $"{(found <= predicted ? "within" : "above")} the "
            + $"{predicted:0.0e+0} that rounding predicts for {Precision}, m = {M} and |μ|/deviation = {_scales.MeanOverDeviation:G3}, "
            + $"bound {worst.Difference.Bound:0.0e+0}");
        if (_scales.MeanOverDeviation > LargeMean || found > predicted)
        {
            return Made(VerdictKind.Cancellation, route, [], string.Create(
                CultureInfo.InvariantCulture,
                $"{figures}; x − μ cancels {Math.Log10(1 + _scales.MeanOverDeviation):F1} of the digits that x has."));
        }

        double relative = rows.Max(row => row.Difference!.ElementwiseRelative);
        string beside = relative > 100 * Bounds.Roundoff(Precision)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $" The element-wise relative error reads {relative:0.0e+0}: elements near zero dominate it, where larger terms cancelled.")
            : "";
        return Made(VerdictKind.Rounding, route, [], $"{figures}.{beside}");
    }

    private Verdict OfDisagreement(Route route, ComparisonRow row, ComparisonRow first)
    {
        Difference difference = row.Difference!;
        string figures = string.Create(
            CultureInfo.InvariantCulture,
            $"{row.Quantity.Symbol()} differs by {difference.ScaledMax:0.0e+0} of the largest term, bound {difference.Bound:0.0e+0}, and "
                + $"the routes part at {first.Quantity.Symbol()}, element "
                + $"{first.Difference!.FirstBeyond}{(first.Node is null ? "" : $", tape node {first.Node}")}");
        Tensor<double> values = route[row.Quantity]!.Values, right = _reference[row.Quantity]!.Values;
        if (row.Quantity == Quantity.InputGradient && route[row.Quantity]!.Project is null)
        {
            (WrongBackward<T> Wrong, Tensor<double> Input)[] fitting =
                [.. _hypotheses.Value.Where(hypothesis => Same(hypothesis.Input, values) && !Same(hypothesis.Input, right))];
            if (fitting.Length > 0)
            {
                double distance = fitting.Max(hypothesis => Between(hypothesis.Input, values).ScaledMax);
                string what = string.Join(
                    ", or ", fitting.Select(hypothesis => $"{hypothesis.Wrong.Description} ({hypothesis.Wrong.Name})"));
                return Made(VerdictKind.Mistake, route, [.. fitting.Select(hypothesis => hypothesis.Wrong.Name)], string.Create(
                CultureInfo.InvariantCulture,
                    $"{figures}. These are the numbers of {fitting[0].Wrong.Formula}, to {distance:0.0e+0}: {what}.{FactorOf(values)}"));
            }

            if (FactorFit.Of(_case.Cast<double>(), values, _scales[Quantity.InputGradient]) is { } fit
                && fit.ScaledResidual <= difference.Bound)
            {
                string residual = fit.ScaledResidual.ToString("0.0e+0", CultureInfo.InvariantCulture);
                return Made(VerdictKind.Factor, route, [], $"{figures}. {fit.Describe(M)} (the rest fits to {residual}).");
            }
        }

        double factor = (values * right.Reshape(values.Shape)).Sum().Item() / right.Square().Sum().Item();
        double rest =
            Difference.Between((right * factor).AsSpan(), values.AsSpan(), _scales[row.Quantity], difference.Bound, Precision).ScaledMax;
        return double.IsFinite(factor) && rest <= difference.Bound
            ? Made(VerdictKind.Factor, route, [], string.Create(
                CultureInfo.InvariantCulture,
                $"{figures}. Every element is {FactorFit.NameOf(factor, M)} times what it should be, to {rest:0.0e+0}."))
            : Made(VerdictKind.Unexplained, route, [], $"{figures}. No known mistake gives these numbers.");
    }

    /// <summary>Where the terms can be told apart, which of them has which factor: m/(m−1) is recognized by its figure.</summary>
    private string FactorOf(Tensor<double> values)
    {
        FactorFit? fit = FactorFit.Of(_case.Cast<double>(), values, _scales[Quantity.InputGradient]);
        return fit is not null && fit.ScaledResidual <= Bound
            ? string.Create(CultureInfo.InvariantCulture, $" By least squares {fit.Describe(M)}.")
            : "";
    }

    /// <summary>max|∂ℓ/∂x| over max|invStd·g|: how much of the gradient survives its way through the layer.</summary>
    private double Survival() => !_case.UsesBatchStatistics || _case.Upstream.AsSpan().IndexOfAnyExcept(T.Zero) < 0
        ? _case.Upstream.AsSpan().IndexOfAnyExcept(T.Zero) < 0 ? 0 : 1
        : _reference[Quantity.InputGradient]!.Values.Abs().Max().Item() / _scales[Quantity.InputGradient];

    private double Bound => Bounds.Of(Precision, byDifferences: false, _scales.MeanOverDeviation);

    private bool Same(Tensor<double> a, Tensor<double> b) => Between(a, b).Agrees;

    private Difference Between(Tensor<double> a, Tensor<double> b) =>
        Difference.Between(a.AsSpan(), b.AsSpan(), _scales[Quantity.InputGradient], Bound, Precision);

    private static Verdict Made(VerdictKind kind, Route route, string[] mistakes, string sentence) =>
        new(kind, route.Name, Precision, mistakes, sentence);
}
