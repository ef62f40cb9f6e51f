using System.Numerics;
using MathNet.Numerics;
using MathNet.Numerics.Random;
using Distributions = MathNet.Numerics.Distributions;

namespace NormNet.Tensors;

/// <summary>The only source of randomness: the same seed gives the same numbers, on every machine and every run.</summary>
/// <remarks>
/// Numbers come from MathNet's xoshiro256**, and normal ones from its distribution. Not thread-safe; give each thread a
/// <see cref="Fork(long)"/> of its own.
/// </remarks>
public sealed class Generator
{
    private readonly ulong _key;
    private readonly Xoshiro256StarStar _source;

    /// <summary>A generator that starts from a seed.</summary>
    public Generator(int seed)
        : this(Mix((ulong)(uint)seed + 1))
    {
    }

    private Generator(ulong key)
    {
        _key = key;
        _source = new Xoshiro256StarStar((int)(key ^ (key >> 32)), threadSafe: false);
    }

    /// <summary>The generator whose <see cref="Key"/> this was, before anything was drawn from it.</summary>
    public static Generator FromKey(long key) => new((ulong)key);

    /// <summary>The number that stands for this generator's stream, such as a checkpoint stores.</summary>
    public long Key => (long)_key;

    /// <summary>An independent stream that depends on this generator's seed and the key only, not on what was drawn so far.</summary>
    /// <remarks>A checkpoint therefore stores integers: the stream of step 1,000 is <c>Fork(1000)</c>.</remarks>
    public Generator Fork(long key) => new(Mix(_key + (0x9E3779B97F4A7C15UL * ((ulong)key + 1))));

    /// <summary>An integer from 0 up to, but not including, a bound.</summary>
    public int NextInt(int bound) => _source.Next(bound);

    /// <summary>A number from [0, 1).</summary>
    public double NextDouble() => _source.NextDouble();

    /// <summary>A number of the normal distribution.</summary>
    public double NextNormal(double mean = 0, double deviation = 1) => Distributions.Normal.Sample(_source, mean, deviation);

    /// <summary>Numbers of the uniform distribution over [low, high).</summary>
    public Tensor<T> Uniform<T>(Shape shape, double low = 0, double high = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Fill<T>(shape, values => DrawUniform(values, low, high));

    /// <summary>Numbers of the normal distribution.</summary>
    public Tensor<T> Normal<T>(Shape shape, double mean = 0, double deviation = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Fill<T>(shape, values => Distributions.Normal.Samples(_source, values, mean, deviation));

    /// <summary>Numbers of the normal distribution of which only those in [low, high] are taken.</summary>
    /// <remarks>By the inverse of the distribution function, so that a number costs one draw however narrow the interval is.</remarks>
    /// <exception cref="ArgumentException">low is not less than high, or the deviation is not positive.</exception>
    public Tensor<T> TruncatedNormal<T>(Shape shape, double mean = 0, double deviation = 1, double low = -2, double high = 2)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!(low < high) || !(deviation > 0))
        {
            throw new ArgumentException(
                $"TruncatedNormal: there is no normal distribution of deviation {deviation} between {low} and {high}.", nameof(low));
        }

        // In the upper tail the distribution function is 1 to the last digit; so an interval there is drawn from mirrored.
        double from = (low - mean) / deviation, to = (high - mean) / deviation, sign = from > 0 ? -1 : 1;
        (from, to) = from > 0 ? (-to, -from) : (from, to);
        double below = Distributions.Normal.CDF(0, 1, from), above = Distributions.Normal.CDF(0, 1, to);
        return Fill<T>(shape, values =>
        {
            for (int i = 0; i < values.Length; i++)
            {
                double z = Distributions.Normal.InvCDF(0, 1, below + ((above - below) * _source.NextDouble()));
                values[i] = Math.Clamp(mean + (sign * deviation * z), low, high);
            }
        });
    }

    /// <summary>1 with a probability, else 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability is no number from 0 to 1.</exception>
    public Tensor<T> Bernoulli<T>(Shape shape, double probability = 0.5)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!(probability is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(probability), probability, "Bernoulli: a probability is a number from 0 to 1.");
        }

        return Fill<T>(shape, values =>
        {
            foreach (ref double value in values.AsSpan())
                value = _source.NextDouble() < probability ? 1 : 0;
        });
    }

    /// <summary>The numbers 0 … count − 1 in random order.</summary>
    public int[] Permutation(int count) => Combinatorics.GeneratePermutation(count, _source);

    /// <summary>
    /// The numbers of MathNet's continuous uniform distribution, to the bit; that one starts the system's thread pool to scale them.
    /// </summary>
    private void DrawUniform(double[] values, double low, double high)
    {
        if (!(low <= high))
            throw new ArgumentException($"Uniform: the interval [{low}, {high}) is none.");

        _source.NextDoubles(values);
        double width = high - low;
        for (int i = 0; i < values.Length; i++)
            values[i] = low + (values[i] * width);
    }

    private static Tensor<T> Fill<T>(Shape shape, Action<double[]> draw)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] drawn = new double[shape.Count];
        draw(drawn);
        return Tensor<T>.FromDoubles(drawn, shape);
    }

    /// <summary>The finalizer of SplitMix64 (Steele, Lea &amp; Flood 2014): neighbouring keys give unrelated seeds.</summary>
    private static ulong Mix(ulong key)
    {
        key = (key ^ (key >> 30)) * 0xBF58476D1CE4E5B9UL;
        key = (key ^ (key >> 27)) * 0x94D049BB133111EBUL;
        return key ^ (key >> 31);
    }
}
