using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>Means and variances of many batches, merged one by one with their counts (Chan, Golub &amp; LeVeque 1983).</summary>
internal sealed class PopulationEstimate<T>(int channels)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double[] _mean = new double[channels];
    private readonly double[] _squaresWithin = new double[channels];
    private readonly double[] _squaresBetween = new double[channels];
    private double _values;
    private int _statistics;

    /// <summary>How many sets of statistics were left out because a number was not finite.</summary>
    internal int Skipped { get; private set; }

    internal bool IsEmpty => _values == 0;

    /// <summary>Adds one set of statistics, or one for each sample.</summary>
    internal void Add(ReadOnlySpan<T> means, ReadOnlySpan<T> variances, int valuesPerStatistic, bool skipsNonFinite)
    {
        for (int start = 0; start < means.Length; start += channels)
        {
            ReadOnlySpan<T> mean = means.Slice(start, channels), variance = variances.Slice(start, channels);
            if (skipsNonFinite && !(Array.TrueForAll(mean.ToArray(), T.IsFinite) && Array.TrueForAll(variance.ToArray(), T.IsFinite)))
                Skipped++;
            else
                Merge(mean, variance, valuesPerStatistic);
        }
    }

    /// <summary>The means of all values.</summary>
    internal Tensor<T> Mean() => Tensor<T>.Wrap([.. _mean.Select(T.CreateTruncating)], [channels]);

    internal Tensor<T> Variance(PopulationVariance kind, bool unbiased)
    {
        bool total = kind == PopulationVariance.Total;
        double divisor = !unbiased ? _values : total ? _values - 1 : _values - _statistics;
        IEnumerable<double> squares = total ? _squaresWithin.Zip(_squaresBetween, (within, between) => within + between) : _squaresWithin;
        return Tensor<T>.Wrap([.. squares.Select(sum => T.CreateTruncating(sum / divisor))], [channels]);
    }

    private void Merge(ReadOnlySpan<T> mean, ReadOnlySpan<T> variance, int count)
    {
        double values = _values + count;
        for (int c = 0; c < channels; c++)
        {
            double distance = double.CreateTruncating(mean[c]) - _mean[c];
            _mean[c] += distance * (count / values);
            _squaresBetween[c] += distance * distance * (_values * count / values);
            _squaresWithin[c] += count * double.CreateTruncating(variance[c]);
        }

        _values = values;
        _statistics++;
    }
}
