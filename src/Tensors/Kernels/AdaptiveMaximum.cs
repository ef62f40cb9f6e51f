using System.Numerics;

namespace NormNet.Tensors;

/// <summary>Where the largest value of each window of an adaptive pooling lies.</summary>
public static unsafe class AdaptiveMaximum
{
    /// <summary>
    /// The positions, within each image plane, of the largest values of the windows that cut (N, C, H, W) into (N, C, height, width); the
    /// first one where several are largest, a NaN before all numbers.
    /// </summary>
    /// <returns>Indices of shape (N, C, height · width) along H · W.</returns>
    /// <exception cref="ArgumentException">x is not (N, C, H, W) with at least one pixel.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An extent is less than 1.</exception>
    public static IndexTensor Positions<T>(Tensor<T> x, int height, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (x.Rank != 4 || x.Shape[2] == 0 || x.Shape[3] == 0)
            throw new ArgumentException($"AdaptiveMaximum: an input (N, C, H, W) with pixels is expected; got {x.Shape}.", nameof(x));

        (int planes, int pixels) = (x.Shape[0] * x.Shape[1], x.Shape[2] * x.Shape[3]);
        int[] positions = new int[planes * height * width];
        fixed (T* px = x.AsSpan())
        fixed (int* target = positions)
        {
            var body = new Planes<T>(px, (x.Shape[2], x.Shape[3]), (height, width), target);
            Workers.For(planes, Math.Max(1, Elementwise.Grain / pixels), body);
        }

        return IndexTensor.Wrap(positions, [x.Shape[0], x.Shape[1], height * width]);
    }

    private readonly struct Planes<T>(T* x, (int Height, int Width) input, (int Height, int Width) output, int* target) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int start, int end)
        {
            for (int plane = start; plane < end; plane++)
            {
                T* from = x + ((long)plane * input.Height * input.Width);
                int* to = target + ((long)plane * output.Height * output.Width);
                for (int row = 0; row < output.Height; row++)
                {
                    for (int column = 0; column < output.Width; column++)
                        *to++ = Largest(from, row, column);
                }
            }
        }

        private int Largest(T* from, int row, int column)
        {
            (int top, int bottom) = AdaptiveWindow.Of(row, input.Height, output.Height);
            (int left, int right) = AdaptiveWindow.Of(column, input.Width, output.Width);
            int best = (top * input.Width) + left;
            for (int y = top; y < bottom; y++)
            {
                for (int place = (y * input.Width) + left; place < (y * input.Width) + right; place++)
                {
                    if (from[place] > from[best] || (T.IsNaN(from[place]) && !T.IsNaN(from[best])))
                        best = place;
                }
            }

            return best;
        }
    }
}
