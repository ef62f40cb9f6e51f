namespace NormNet.Layers;

/// <summary>How much larger weights start where a nonlinearity follows, so that the size of what passes through layers is kept.</summary>
/// <remarks>The numbers of PyTorch's <c>calculate_gain</c>.</remarks>
public static class Gain
{
    /// <summary>Nothing follows, or a sigmoid: 1.</summary>
    public const double Linear = 1;

    /// <summary>A hyperbolic tangent: 5/3 (LeCun et al. 1998, §4.4).</summary>
    public const double Tanh = 5.0 / 3;

    /// <summary>max(x, 0), which halves the mean square: √2 (He et al. 2015, eq. 10).</summary>
    public const double Relu = 1.4142135623730951;

    /// <summary>max(x, 0) + slope · min(x, 0): √(2/(1 + slope²)) (He et al. 2015, eq. 15).</summary>
    public static double LeakyRelu(double slope = 0.01) => Math.Sqrt(2 / (1 + (slope * slope)));
}
