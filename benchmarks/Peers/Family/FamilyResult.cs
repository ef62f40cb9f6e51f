using NormNet.Tensors;

namespace NormNet.Peers;

/// <summary>What one side computes for a configuration; null where there is no such number.</summary>
internal sealed record FamilyResult(double[] Y, double[] InputGradient)
{
    internal double[]? WeightGradient { get; init; }

    internal double[]? BiasGradient { get; init; }

    internal double[]? RunningMean { get; init; }

    internal double[]? RunningVariance { get; init; }

    /// <summary>All of them under the names used in reports and records.</summary>
    internal IEnumerable<(string Name, double[] Values)> Named => new (string Name, double[]? Values)[]
    {
        ("y", Y), ("dx", InputGradient), ("dweight", WeightGradient), ("dbias", BiasGradient), ("running_mean", RunningMean), ("running_var", RunningVariance),
    }.Where(named => named.Values is not null).Select(named => (named.Name, named.Values!));

    internal static double[] Copy(Tensor<float> tensor) => Array.ConvertAll(tensor.AsSpan().ToArray(), value => (double)value);
}
