using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>By what a difference is divided: the largest term before cancellation, or for a sum the largest Σ|terms|.</summary>
/// <remarks>So a gradient that cancels to nothing raises no false alarm.</remarks>
internal sealed class Scales
{
    private readonly double[] _scales;

    internal Scales(NormalizationCase<double> at)
    {
        var forward = new ForwardValues<double>(at);
        Tensor<double> u = at.Upstream.Reshape(at.Plan.View), g = u * forward.Weight, s = forward.InverseDeviation;
        Tensor<double> byVariance = (g * forward.Centered * 0.5 * (s * s * s)).Abs();
        Tensor<double> throughVariance = forward.SumShared(byVariance) * forward.SumShared(forward.Centered.Abs() * (2 / forward.Divisor));
        Tensor<double> byMean = forward.SumShared((g * s).Abs());
        _scales =
        [
            Largest(forward.X),
            Largest(forward.X),
            Largest(forward.SumShared(forward.Centered.Square()) / forward.Divisor),
            Largest(s),
            Largest(forward.Normalized),
            Largest((forward.Normalized * forward.Weight).Abs() + forward.Bias.Abs()),
            Largest(g),
            Largest(forward.SumShared(byVariance)),
            Largest(at.UsesBatchStatistics ? byMean + throughVariance : byMean),
            Largest(g * s),
            Largest(forward.SumToAffine((u * forward.Normalized).Abs())),
            Largest(forward.SumToAffine(u.Abs())),
        ];
        if (!at.UsesBatchStatistics)
            _scales[(int)Quantity.Variance] = Largest(forward.Variance);
        MeanOverDeviation = forward.Mean is { } mean ? Largest(mean * (forward.Variance + forward.Epsilon).ReciprocalSqrt()) : 0;
    }

    /// <summary>The largest |μ|/√(σ² + ε): how many times its own deviation x is away from 0, and so what x − μ costs.</summary>
    internal double MeanOverDeviation { get; }

    /// <summary>The scale of a quantity; 1 where everything is zero.</summary>
    internal double this[Quantity quantity] => _scales[(int)quantity] is > 0 and double scale ? scale : 1;

    private static double Largest(Tensor<double> values) => values.Abs().Max().Item();
}
