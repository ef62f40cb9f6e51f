using ScottPlot;

namespace NormNet.Samples.Common;

/// <summary>Finds the corner of a chart where a legend hides least.</summary>
internal static class LegendCorner
{
    /// <summary>A legend covers about this share of the width and of the height.</summary>
    private const double Width = 0.3, Height = 0.3;

    private static readonly Alignment[] Corners = [Alignment.LowerRight, Alignment.UpperRight, Alignment.LowerLeft, Alignment.UpperLeft];

    /// <summary>The corner with the least share of each curve's values; the lower right one of several.</summary>
    internal static Alignment Of(IReadOnlyList<Curve> curves)
    {
        double[] x = [.. curves.SelectMany(curve => curve.X).Where(double.IsFinite)];
        double[] y = [.. curves.SelectMany(curve => curve.Y).Where(double.IsFinite)];
        return x.Length == 0 || y.Length == 0
            ? Corners[0]
            : Corners.MinBy(corner => curves.Sum(curve => ShareIn(corner, curve, (x.Min(), x.Max()), (y.Min(), y.Max()))));
    }

    private static double ShareIn(Alignment corner, Curve curve, (double Low, double High) x, (double Low, double High) y)
    {
        bool right = corner is Alignment.LowerRight or Alignment.UpperRight, upper = corner is Alignment.UpperRight or Alignment.UpperLeft;
        return curve.X.Zip(curve.Y).Count(point => IsNear(point.First, x, right, Width) && IsNear(point.Second, y, upper, Height))
            / (double)Math.Max(1, curve.X.Count);
    }

    private static bool IsNear(double value, (double Low, double High) range, bool high, double share) => high
        ? value >= range.High - (share * (range.High - range.Low))
        : value <= range.Low + (share * (range.High - range.Low));
}
