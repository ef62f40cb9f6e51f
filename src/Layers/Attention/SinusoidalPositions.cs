using System.Globalization;
using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>y = x + p, where p tells a sequence's places apart by waves of different length; nothing is learned.</summary>
/// <remarks>
/// <para>
/// Vaswani et al. 2017, §3.5. Input (..., T, C), as long as it likes. With i from 0 to C/2:
/// </para>
/// <code>
///   p[t, 2i]     = sin(t/10000^(2i/C))
///   p[t, 2i + 1] = cos(t/10000^(2i/C))
/// </code>
/// <para>
/// The paper multiplies the vectors of its words by √C before it adds p, which a model does by itself where it wants to. No parameters and
/// no buffers: the numbers are made anew, in double precision, when a longer sequence comes.
/// </para>
/// </remarks>
public sealed class SinusoidalPositions<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double UsualBase = 10000;

    private Tensor<T>? _waves;

    /// <summary>A sinusoidal encoding of places.</summary>
    /// <param name="features">C.</param>
    /// <param name="waveBase">What stands for 10000: the longest wave has 2π times as many places.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no feature, or the base is not a finite number above 1.</exception>
    public SinusoidalPositions(int features, double waveBase = UsualBase)
    {
        Features = AtLeast.One(features);
        WaveBase = waveBase > 1 && double.IsFinite(waveBase)
            ? waveBase
            : throw new ArgumentOutOfRangeException(
                nameof(waveBase), waveBase, "SinusoidalPositions: the base is a finite number above 1.");
    }

    /// <summary>C.</summary>
    public int Features { get; }

    /// <summary>What stands for 10000.</summary>
    public double WaveBase { get; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"SinusoidalPositions({Features}{(WaveBase == UsualBase ? "" : $", waveBase: {WaveBase}")})");

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        int length = Places.Of(this, input, Features);
        Tensor<T>? waves = _waves;
        if (waves is null || waves.Shape[0] < length)
            _waves = waves = Waves(length);
        return input + (waves.Shape[0] == length ? waves : Tensor<T>.From(waves.AsSpan()[..(length * Features)], [length, Features]));
    }

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new SinusoidalPositions<T>(Features, WaveBase);

    private Tensor<T> Waves(int length)
    {
        var waves = new T[length * Features];
        for (int place = 0; place < length; place++)
        {
            for (int feature = 0; feature < Features; feature++)
            {
                double angle = place / Math.Pow(WaveBase, (feature - (feature % 2)) / (double)Features);
                waves[(place * Features) + feature] = T.CreateTruncating(feature % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
            }
        }

        return Tensor<T>.Wrap(waves, [length, Features]);
    }
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="SinusoidalPositions{T}"/>
    /// <inheritdoc cref="SinusoidalPositions{T}.SinusoidalPositions(int, double)" path="/param"/>
    public static SinusoidalPositions<T> SinusoidalPositions(int features, double waveBase = 10000) => new(features, waveBase);
}
