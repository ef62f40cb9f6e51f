using NormNet.Samples.Common;

namespace NormNet.Samples.Experiments;

/// <summary>Curves of shares, for people.</summary>
internal static class CurveShares
{
    /// <summary>The same curve times 100, and no higher than a share, to leave what is below it room.</summary>
    internal static Curve InPercent(this Curve curve, double ceiling = double.PositiveInfinity)
    {
        return curve with { Y = Scaled(curve.Y)!, Low = Scaled(curve.Low), High = Scaled(curve.High) };

        double[]? Scaled(IReadOnlyList<double>? shares) =>
            shares is null ? null : [.. shares.Select(share => 100 * Math.Min(ceiling, share))];
    }
}
