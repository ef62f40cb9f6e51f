namespace NormNet.Samples.Common;

/// <summary>One line of a <see cref="CurveChart"/>.</summary>
/// <param name="Name">What the legend says.</param>
/// <param name="X">Positions, in the unit of the chart's horizontal axis.</param>
/// <param name="Y">Values, as many as positions; those that are not finite leave a gap.</param>
/// <param name="Markers">Whether each value is marked: for values measured once an epoch, not once a step.</param>
public sealed record Curve(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, bool Markers = false)
{
    /// <summary>The lower edge of a band around the curve, as many as positions; null for no band.</summary>
    public IReadOnlyList<double>? Low { get; init; }

    /// <summary>The upper edge of the band; null for no band.</summary>
    public IReadOnlyList<double>? High { get; init; }

    /// <summary>The same curve as an exponential moving average, each new value with weight 1 − <paramref name="memory"/>.</summary>
    /// <remarks>The start is corrected for its bias to zero, as Adam's moments are (Kingma and Ba 2015, §3).</remarks>
    /// <param name="memory">Weight of what came before, in [0, 1).</param>
    public Curve Smooth(double memory)
    {
        var average = 0.0;
        var weight = 0.0;
        var smooth = new double[Y.Count];
        for (var i = 0; i < smooth.Length; i++)
        {
            average = (memory * average) + ((1 - memory) * Y[i]);
            weight = (memory * weight) + (1 - memory);
            smooth[i] = average / weight;
        }

        return this with { Y = smooth };
    }
}
