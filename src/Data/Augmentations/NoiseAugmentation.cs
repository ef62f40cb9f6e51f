using NormNet.Tensors;

namespace NormNet.Data;

/// <summary>y = x + deviation · n, n of the standard normal distribution for every value.</summary>
internal sealed class NoiseAugmentation : Augmentation
{
    private readonly double _deviation;

    internal NoiseAugmentation(double deviation)
    {
        if (!double.IsFinite(deviation) || deviation < 0)
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "Noise: a standard deviation is finite and not negative.");
        _deviation = deviation;
    }

    public override void Apply<T>(ReadOnlySpan<T> sample, Shape shape, Span<T> result, Generator? chance)
    {
        sample.CopyTo(result);
        if (chance is null)
            return;
        foreach (ref T value in result)
            value += T.CreateTruncating(chance.NextNormal(0, _deviation));
    }
}
