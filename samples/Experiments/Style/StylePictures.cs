using NormNet.Data;
using NormNet.Tensors;

namespace NormNet.Samples.Experiments;

/// <summary>The pictures of a style transfer, 0 for mid-grey: a texture that is a formula, and digits at several contrasts.</summary>
/// <remarks>
/// Around mid-grey a change of contrast by a is a product with a, for the zeros that a convolution pads with too. At contrast 1 a digit has
/// half of the range of grey, so that at contrast 2 it has all of it and is not cut off.
/// </remarks>
internal static class StylePictures
{
    private const double ContentRange = 0.5, StyleRange = 0.3, WaveLength = 7, BendLength = 14, Bend = 2;

    /// <summary>Bent waves: 0.3·sin(2π·(y + 2·sin(2π·x/14))/7), of shape (1, 1, side, side).</summary>
    public static Tensor<float> Waves(int side)
    {
        var values = new float[side * side];
        for (int i = 0; i < values.Length; i++)
        {
            (int y, int x) = Math.DivRem(i, side);
            double bent = y + (Bend * Math.Sin(2 * Math.PI * x / BendLength));
            values[i] = (float)(StyleRange * Math.Sin(2 * Math.PI * bent / WaveLength));
        }

        return Tensor<float>.Wrap(values, [1, 1, side, side]);
    }

    /// <summary>Digits at contrast 1: −0.25 for paper, 0.25 for ink.</summary>
    public static Tensor<float> Contents(DataSet<float> pixels) => (pixels.Inputs - 0.5) * ContentRange;

    /// <summary>The standard deviation of a picture's pixels, as a mean over pictures.</summary>
    public static double Contrast(Tensor<float> pictures) =>
        pictures.Variance([1, 2, 3]).AsSpan().ToArray().Average(variance => Math.Sqrt(variance));

    /// <summary>One of several pictures, for a chart of ink on paper.</summary>
    public static double[][] Rows(Tensor<float> pictures, int index)
    {
        int height = pictures.Shape[2], width = pictures.Shape[3];
        return [.. Enumerable.Range(0, height).Select(Row)];

        double[] Row(int y) => [.. Enumerable.Range(0, width).Select(x => 0.5 + pictures[index, 0, y, x])];
    }
}
