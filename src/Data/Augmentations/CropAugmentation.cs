using NormNet.Tensors;

namespace NormNet.Data;

/// <summary>y[p, i, j] = x[p, top + i, left + j], every place that fits as likely.</summary>
internal sealed class CropAugmentation : Augmentation
{
    private readonly int _height, _width;

    internal CropAugmentation(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        (_height, _width) = (height, width);
    }

    public override Shape ResultShape(Shape sample)
    {
        (_, int height, int width) = Image(nameof(Crop), sample);
        return height >= _height && width >= _width
            ? Shape.Of([.. sample.Extents[..^2], _height, _width])
            : throw new ArgumentException($"Crop: nothing of {_height}×{_width} can be cut out of samples of shape {sample}.");
    }

    public override void Apply<T>(ReadOnlySpan<T> sample, Shape shape, Span<T> result, Generator? chance)
    {
        (int planes, int height, int width) = Image(nameof(Crop), shape);
        int top = Draw(chance, height - _height), left = Draw(chance, width - _width);
        for (int row = 0; row < planes * _height; row++)
        {
            int from = (row / _height * height) + top + (row % _height);
            sample.Slice((from * width) + left, _width).CopyTo(result[(row * _width)..]);
        }
    }

    private static int Draw(Generator? chance, int room) => chance is null ? room / 2 : chance.NextInt(room + 1);
}
