using NormNet.Tensors;

namespace NormNet.Data;

/// <summary>y[p, i, j] = x[p, i, width − 1 − j], or x[p, height − 1 − i, j], with a probability.</summary>
internal sealed class FlipAugmentation : Augmentation
{
    private readonly bool _horizontally;
    private readonly double _probability;

    internal FlipAugmentation(bool horizontally, double probability)
    {
        if (probability is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "Flip: a probability lies between 0 and 1.");
        (_horizontally, _probability) = (horizontally, probability);
    }

    public override Shape ResultShape(Shape sample)
    {
        Image("Flip", sample);
        return sample;
    }

    public override void Apply<T>(ReadOnlySpan<T> sample, Shape shape, Span<T> result, Generator? chance)
    {
        (int planes, int height, int width) = Image("Flip", shape);
        sample.CopyTo(result);
        if (chance is null || chance.NextDouble() >= _probability)
            return;

        for (int row = 0; row < planes * height; row++)
        {
            Span<T> destination = result.Slice(row * width, width);
            if (_horizontally)
                destination.Reverse();
            else
                sample.Slice(((row / height * height) + height - 1 - (row % height)) * width, width).CopyTo(destination);
        }
    }
}
