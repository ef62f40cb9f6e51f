using System.Numerics;

namespace NormNet.Data;

/// <summary>(x − mean) / deviation with one mean and one deviation for each channel or feature (axis 1 of the inputs).</summary>
/// <remarks>
/// Fitted on the training set and applied to both sets: statistics of the test set must not be used. A channel that never varies
/// has deviation 0; it is divided by 1 and becomes 0 throughout.
/// </remarks>
public sealed class Standardization
{
    private readonly double[] _mean, _deviation;

    /// <summary>A standardization by numbers that are known, from a file or a paper.</summary>
    /// <param name="mean">The mean of each channel.</param>
    /// <param name="deviation">The standard deviation of each channel.</param>
    /// <exception cref="ArgumentException">
    /// The lengths differ, a mean is not finite, or a deviation is negative or not finite.
    /// </exception>
    public Standardization(ReadOnlySpan<double> mean, ReadOnlySpan<double> deviation)
    {
        if (mean.Length != deviation.Length || mean.IsEmpty)
        {
            throw new ArgumentException(
                $"Standardization: {mean.Length} means and {deviation.Length} deviations were given; each channel needs one of both.",
                nameof(deviation));
        }

        for (int channel = 0; channel < mean.Length; channel++)
        {
            if (!double.IsFinite(mean[channel]) || !double.IsFinite(deviation[channel]) || deviation[channel] < 0)
            {
                throw new ArgumentException(
                    $"Standardization: channel {channel} has mean {mean[channel]} and deviation {deviation[channel]}; " +
                    "both must be finite, the deviation not negative.",
                    nameof(deviation));
            }
        }

        _mean = mean.ToArray();
        _deviation = deviation.ToArray();
    }

    /// <summary>The mean of each channel.</summary>
    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>The standard deviation of each channel, over all samples and positions (divisor m).</summary>
    public ReadOnlySpan<double> Deviation => _deviation;

    /// <summary>Measures a data set, in double precision whatever <typeparamref name="T"/> is.</summary>
    /// <exception cref="ArgumentException">A value of the set is not finite.</exception>
    public static Standardization Fit<T>(DataSet<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(data);
        Samples<T> samples = data.InputSamples;
        double[] mean = new double[samples.Channels], squares = new double[samples.Channels];
        T[] sample = new T[samples.SampleCount];
        for (int i = 0; i < data.Count; i++)
        {
            samples.Read(data.Row(i), sample);
            for (int channel = 0; channel < mean.Length; channel++)
                Merge(sample.AsSpan(channel * samples.ChannelCount, samples.ChannelCount), i, ref mean[channel], ref squares[channel]);
        }

        double count = (double)data.Count * samples.ChannelCount;
        return new Standardization(mean, Array.ConvertAll(squares, sum => Math.Sqrt(sum / count)));
    }

    /// <summary>A data set with every input standardized; labels and targets stay as they are.</summary>
    /// <exception cref="ArgumentException">The inputs have another number of channels.</exception>
    public DataSet<T> Apply<T>(DataSet<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.InputSamples.Channels == _mean.Length
            ? data.WithInputs(data.InputSamples.Standardize(this))
            : throw new ArgumentException(
                $"Standardization of {_mean.Length} channels does not fit inputs of shape {data.InputSamples.Shape}, " +
                $"which have {data.InputSamples.Channels} (axis 1).",
                nameof(data));
    }

    internal T Apply<T>(T value, int channel)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double deviation = _deviation[channel] == 0 ? 1 : _deviation[channel];
        return T.CreateTruncating((double.CreateTruncating(value) - _mean[channel]) / deviation);
    }

    /// <summary>Adds the values of one more sample to mean and centred sum of squares (Chan, Golub &amp; LeVeque 1983).</summary>
    private static void Merge<T>(ReadOnlySpan<T> values, int samplesBefore, ref double mean, ref double squares)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0, centred = 0;
        foreach (T value in values)
            sum += double.CreateTruncating(value);
        double own = sum / values.Length;
        foreach (T value in values)
        {
            double difference = double.CreateTruncating(value) - own;
            centred += difference * difference;
        }

        double shift = own - mean, samples = samplesBefore + 1;
        mean += shift / samples;
        squares += centred + (shift * shift * values.Length * samplesBefore / samples);
    }
}
