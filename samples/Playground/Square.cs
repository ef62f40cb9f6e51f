using NormNet.Data;
using NormNet.Tensors;

namespace NormNet.Samples.Playground;

/// <summary>A square of the plane.</summary>
/// <param name="Left">The least x.</param>
/// <param name="Bottom">The least y.</param>
/// <param name="Side">The length of its sides.</param>
internal readonly record struct Square(double Left, double Bottom, double Side)
{
    private const double Margin = 0.08;

    internal double Right => Left + Side;

    internal double Top => Bottom + Side;

    /// <summary>The smallest square around all points, and a margin.</summary>
    internal static Square Around(DataSet<float> points)
    {
        ReadOnlySpan<float> values = points.Inputs.AsSpan();
        (double left, double right, double bottom, double top) = (values[0], values[0], values[1], values[1]);
        for (int i = 0; i < values.Length; i += 2)
        {
            (left, right) = (Math.Min(left, values[i]), Math.Max(right, values[i]));
            (bottom, top) = (Math.Min(bottom, values[i + 1]), Math.Max(top, values[i + 1]));
        }

        double side = Math.Max(Math.Max(right - left, top - bottom), float.Epsilon) * (1 + (2 * Margin));
        return new Square((left + right - side) / 2, (bottom + top - side) / 2, side);
    }

    /// <summary>The middles of pixels, row by row from the top: (pixels², 2).</summary>
    internal Tensor<float> Grid(int pixels)
    {
        float[] places = new float[2 * pixels * pixels];
        for (int row = 0; row < pixels; row++)
        {
            for (int column = 0; column < pixels; column++)
            {
                int at = 2 * ((row * pixels) + column);
                places[at] = (float)(Left + (Side * (column + 0.5) / pixels));
                places[at + 1] = (float)(Top - (Side * (row + 0.5) / pixels));
            }
        }

        return Tensor<float>.Wrap(places, [pixels * pixels, 2]);
    }

    /// <summary>The pixel that a point of the square lies in.</summary>
    internal (int Row, int Column) Pixel(double x, double y, int pixels) =>
        (Math.Clamp((int)((Top - y) / Side * pixels), 0, pixels - 1), Math.Clamp((int)((x - Left) / Side * pixels), 0, pixels - 1));
}
