using NormNet.Tensors;

namespace NormNet.Data;

/// <summary>y[p, i, j] = x[p, clamp(i − down), clamp(j − right)], down and right uniform over −pixels … pixels.</summary>
internal sealed class ShiftAugmentation : Augmentation
{
    private readonly int _pixels;

    internal ShiftAugmentation(int pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pixels, int.MaxValue / 4);
        _pixels = pixels;
    }

    public override Shape ResultShape(Shape sample)
    {
        Image(nameof(Shift), sample);
        return sample;
    }

    public override void Apply<T>(ReadOnlySpan<T> sample, Shape shape, Span<T> result, Generator? chance)
    {
        (int planes, int height, int width) = Image(nameof(Shift), shape);
        int down = Draw(chance), right = Draw(chance);
        for (int row = 0; row < planes * height; row++)
        {
            int plane = row / height, from = Math.Clamp((row % height) - down, 0, height - 1);
            ReadOnlySpan<T> source = sample.Slice(((plane * height) + from) * width, width);
            Span<T> destination = result.Slice(row * width, width);
            for (int column = 0; column < width; column++)
                destination[column] = source[Math.Clamp(column - right, 0, width - 1)];
        }
    }

    private int Draw(Generator? chance) => chance is null ? 0 : chance.NextInt((2 * _pixels) + 1) - _pixels;
}
