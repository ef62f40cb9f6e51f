using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Data;

/// <summary>Points in the plane, of shape (2), in classes that a line does not part: what a small network learns in seconds.</summary>
/// <remarks>
/// Sample <c>i</c> is of class <c>i</c> modulo the number of classes, so that every class is as frequent and a set that is cut off stays
/// balanced. Points are drawn one after another: the same generator gives the same points, a longer set begins with the shorter one, and
/// a second set from the same generator has points of its own. Noise is the standard deviation of a normal shift of both coordinates.
/// </remarks>
public static class Points
{
    /// <summary>Two half circles of radius 1, one in the other: (cos t, sin t) and (1 − cos t, ½ − sin t), t from 0 to π.</summary>
    /// <param name="count">The number of points.</param>
    /// <param name="generator">Where they and the noise are drawn from.</param>
    /// <param name="noise">How far points stray; the arcs are ½ apart.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no point, or the noise is negative or not finite.</exception>
    public static DataSet<T> Moons<T>(int count, Generator generator, double noise = 0.1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Draw<T>(count, classes: 2, generator, noise, label =>
    {
        (double sine, double cosine) = Math.SinCos(generator.Between(0, Math.PI));
        return label == 0 ? new Point(cosine, sine) : new Point(1 - cosine, 0.5 - sine);
    });

    /// <summary>A circle of radius 1 (class 0) around a smaller one (class 1).</summary>
    /// <param name="count">The number of points.</param>
    /// <param name="generator">Where they and the noise are drawn from.</param>
    /// <param name="noise">How far points stray.</param>
    /// <param name="inner">The radius of the inner circle, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// There is no point, the noise is negative or not finite, or the radius is not between 0 and 1.
    /// </exception>
    public static DataSet<T> Circles<T>(int count, Generator generator, double noise = 0.1, double inner = 0.5)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (inner is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(inner), inner, "Points: the inner circle's radius lies between 0 and 1.");
        return Draw<T>(count, classes: 2, generator, noise, label => Around(label == 0 ? 1 : inner, generator.Between(0, Math.Tau)));
    }

    /// <summary>Arms that wind around the origin from radius 0.1 to 1: r = 0.1 + 0.9·t, angle = 2π·turns·t.</summary>
    /// <param name="count">The number of points.</param>
    /// <param name="generator">Where they and the noise are drawn from.</param>
    /// <param name="noise">How far points stray; neighbouring arms are 0.9 / (turns · classes) apart.</param>
    /// <param name="classes">The number of arms.</param>
    /// <param name="turns">How often an arm goes round: the more, the harder.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// There is no point, the noise is negative or not finite, there are fewer than two arms, or the turns are not finite.
    /// </exception>
    public static DataSet<T> Spirals<T>(int count, Generator generator, double noise = 0.02, int classes = 2, double turns = 1.5)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!double.IsFinite(turns))
            throw new ArgumentOutOfRangeException(nameof(turns), turns, "Points: the turns of a spiral are a finite number.");
        return Draw<T>(count, classes, generator, noise, label =>
        {
            double t = generator.NextDouble();
            return Around(0.1 + (0.9 * t), Math.Tau * ((turns * t) + ((double)label / classes)));
        });
    }

    /// <summary>Normal clouds whose centres stand evenly on the circle of radius 1.</summary>
    /// <param name="count">The number of points.</param>
    /// <param name="generator">Where they are drawn from.</param>
    /// <param name="noise">The standard deviation of a cloud; centres are 2·sin(π / classes) apart.</param>
    /// <param name="classes">The number of clouds.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// There is no point, the noise is negative or not finite, or there are fewer than two clouds.
    /// </exception>
    public static DataSet<T> Blobs<T>(int count, Generator generator, double noise = 0.3, int classes = 3)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Draw<T>(count, classes, generator, noise, label => Around(1, Math.Tau * label / classes));

    private static Point Around(double radius, double angle) => new(radius * Math.Cos(angle), radius * Math.Sin(angle));

    private static DataSet<T> Draw<T>(int count, int classes, Generator generator, double noise, Func<int, Point> draw)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Array.MaxLength / 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        if (!double.IsFinite(noise) || noise < 0)
            throw new ArgumentOutOfRangeException(nameof(noise), noise, "Points: noise is a standard deviation, finite and not negative.");

        T[] points = new T[2 * count];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = i % classes;
            (double x, double y) = draw(labels[i]);
            points[2 * i] = T.CreateTruncating(x + generator.NextNormal(0, noise));
            points[(2 * i) + 1] = T.CreateTruncating(y + generator.NextNormal(0, noise));
        }

        return new DataSet<T>(Tensor<T>.Wrap(points, [count, 2]), IndexTensor.Wrap(labels, [count]), classes);
    }
}
