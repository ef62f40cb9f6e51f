using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Data;

/// <summary>A change of a sample by chance that leaves its meaning, for <see cref="DataSet{T}.Augment"/>; derive one of your own.</summary>
public abstract class Augmentation
{
    /// <summary>Moves images by a whole number of pixels, each of both directions as likely; what comes in repeats the edge.</summary>
    /// <param name="pixels">The farthest move, down or up and right or left.</param>
    /// <remarks>Repeating the edge needs no value for the outside, so that it is right for standardized images too.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="pixels"/> is less than 1.</exception>
    public static Augmentation Shift(int pixels) => new ShiftAugmentation(pixels);

    /// <summary>Mirrors images left to right.</summary>
    /// <param name="probability">How often.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is not 0 to 1.</exception>
    public static Augmentation FlipHorizontally(double probability = 0.5) => new FlipAugmentation(horizontally: true, probability);

    /// <summary>Turns images upside down by mirroring.</summary>
    /// <param name="probability">How often.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is not 0 to 1.</exception>
    public static Augmentation FlipVertically(double probability = 0.5) => new FlipAugmentation(horizontally: false, probability);

    /// <summary>Cuts a smaller image out at a random place, or out of the middle where nothing is left to chance.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An extent is less than 1.</exception>
    public static Augmentation Crop(int height, int width) => new CropAugmentation(height, width);

    /// <summary>Adds to every value a normal number of its own.</summary>
    /// <param name="deviation">The standard deviation, in units of the values.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="deviation"/> is negative or not finite.</exception>
    public static Augmentation Noise(double deviation) => new NoiseAugmentation(deviation);

    /// <summary>The shape of what is made of a sample.</summary>
    /// <exception cref="ArgumentException">Samples of this shape cannot be changed like this.</exception>
    public virtual Shape ResultShape(Shape sample) => sample;

    /// <summary>Writes a changed sample.</summary>
    /// <param name="sample">The values, row-major.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="result">Receives every value of the new sample, of <see cref="ResultShape"/>.</param>
    /// <param name="chance">
    /// The only source of randomness, this sample's own in this epoch; null where nothing is left to chance, as in an evaluation.
    /// </param>
    /// <remarks>Called on threads of the pool; nothing may be remembered from one sample to the next.</remarks>
    public abstract void Apply<T>(ReadOnlySpan<T> sample, Shape shape, Span<T> result, Generator? chance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The rows, columns and their number of planes in images (..., height, width).</summary>
    internal static (int Planes, int Height, int Width) Image(string operation, Shape shape) => shape.Rank >= 2 && shape.Count > 0
        ? (shape.CountOf(0, shape.Rank - 2), shape[^2], shape[^1])
        : throw new ArgumentException($"{operation}: samples of shape {shape} are no images; (..., height, width) is expected.");
}
