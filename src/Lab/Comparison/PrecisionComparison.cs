using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>All routes of one case in one precision, beside the tape's.</summary>
public sealed class PrecisionComparison
{
    private PrecisionComparison(
        string title, Shape shape, int valuesPerStatistic, double meanOverDeviation, Route reference, IReadOnlyList<Route> routes)
    {
        Title = title;
        Shape = shape;
        ValuesPerStatistic = valuesPerStatistic;
        MeanOverDeviation = meanOverDeviation;
        Reference = reference;
        Routes = routes;
    }

    /// <summary>What was compared.</summary>
    public string Title { get; }

    /// <summary>The input's shape.</summary>
    public Shape Shape { get; }

    /// <summary><c>float</c> or <c>double</c>.</summary>
    public string Precision => Routes[0].Precision;

    /// <summary>m.</summary>
    public int ValuesPerStatistic { get; }

    /// <summary>The largest |μ|/√(σ² + ε).</summary>
    public double MeanOverDeviation { get; }

    /// <summary>The route that the others are held against: the tape; for float and m below 4, the tape in double.</summary>
    public Route Reference { get; }

    /// <summary>The routes that were judged.</summary>
    public IReadOnlyList<Route> Routes { get; }

    /// <summary>Every quantity of every route.</summary>
    public IReadOnlyList<ComparisonRow> Rows { get; private init; } = [];

    /// <summary>One for each route.</summary>
    public IReadOnlyList<Verdict> Verdicts { get; private init; } = [];

    internal static PrecisionComparison Of<T>(NormalizationCase<T> at, string? name = null, HandWrittenBackward<T>? backward = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (at.UsesBatchStatistics && at.Plan is { Centers: true, ValuesPerStatistic: < 2 })
            throw new ArgumentException(
                $"Compare: {at.Title} of x {at.Plan.Input}: a mean and a variance need at least 2 values, "
                    + $"and m is {at.Plan.ValuesPerStatistic}.");

        NormalizationCase<double> inDouble = at.Cast<double>();
        Route tape = TapeRoute.Run(at);
        bool held = Route.PrecisionOf<T>() == "float" && at.Plan.ValuesPerStatistic < 4;
        Route reference = held ? TapeRoute.Run(inDouble) : tape;
        Route[] routes =
        [
            .. backward is null ? Array.Empty<Route>() : [ClosedRoutes.HandWritten(name ?? "by hand", at, backward)],
            ClosedRoutes.Lecture(at), ClosedRoutes.Simplified(at), ClosedRoutes.Fused(at),
            .. held ? [tape] : Array.Empty<Route>(),
            FiniteDifferences.Run(inDouble),
        ];

        var scales = new Scales(inDouble);
        string precision = Route.PrecisionOf<T>();
        ComparisonRow[] rows = [.. routes.SelectMany(route => RowsOf(route, reference, scales, precision))];
        var explanation = new Explanation<T>(at, scales, reference);
        return new PrecisionComparison(at.Title, at.Plan.Input, at.Plan.ValuesPerStatistic, scales.MeanOverDeviation, reference, routes)
        {
            Rows = rows,
            Verdicts = [.. routes.Select(route => explanation.Of(route, [.. rows.Where(row => row.Route == route.Name)]))],
        };
    }

    private static IEnumerable<ComparisonRow> RowsOf(Route route, Route reference, Scales scales, string precision)
    {
        double bound = Bounds.Of(precision, route.Name == FiniteDifferences.Name, scales.MeanOverDeviation);
        string against = reference.Precision == precision ? reference.Name : reference.ToString();
        foreach (Quantity quantity in reference.Quantities)
        {
            RouteValue expected = reference[quantity]!;
            Difference? difference = null;
            if (route[quantity] is { } found)
            {
                Tensor<double> right = found.Project?.Invoke(expected.Values) ?? expected.Values;
                difference = Difference.Between(found.Values.AsSpan(), right.AsSpan(), scales[quantity], bound, precision);
            }

            yield return new ComparisonRow(quantity, route.Name, against, precision, difference, expected.Node);
        }
    }
}
