using NormNet.Data;
using NormNet.Tensors;

namespace NormNet.Samples.Experiments;

/// <summary>y = eᵃ·x + b with one a and one b for each image, both normal with one deviation: contrast and brightness.</summary>
/// <param name="deviation">The deviation, for b in deviations of the pixels of a standardized set.</param>
internal sealed class PhotometricDistortion(double deviation) : Augmentation
{
    public override void Apply<T>(ReadOnlySpan<T> sample, Shape shape, Span<T> result, Generator? chance)
    {
        T contrast = T.One, brightness = T.Zero;
        if (chance is not null)
        {
            contrast = T.CreateTruncating(Math.Exp(chance.NextNormal(0, deviation)));
            brightness = T.CreateTruncating(chance.NextNormal(0, deviation));
        }

        for (int i = 0; i < sample.Length; i++)
            result[i] = (contrast * sample[i]) + brightness;
    }
}
