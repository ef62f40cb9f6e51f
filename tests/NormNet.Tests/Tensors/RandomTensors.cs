using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Tests.Tensors;

/// <summary>Seeded tensors and shapes for tests, and plain walks over index spaces to hold kernels against.</summary>
internal static class RandomTensors
{
    public static Tensor<T> Make<T>(Random random, Shape shape, double scale = 2)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] values = new T[shape.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = T.CreateTruncating(scale * ((2 * random.NextDouble()) - 1));
        return Tensor<T>.Wrap(values, shape);
    }

    /// <summary>A shape of up to four axes, of extents that include 1 and what does not fill vectors.</summary>
    public static Shape MakeShape(Random random, int maxRank = 4)
    {
        int[] choices = [1, 2, 3, 5, 8, 13, 17];
        int[] extents = new int[random.Next(maxRank + 1)];
        for (int axis = 0; axis < extents.Length; axis++)
            extents[axis] = choices[random.Next(choices.Length)];
        return Shape.Of(extents);
    }

    /// <summary>Every index of a shape in row-major order.</summary>
    public static IEnumerable<int[]> Indices(Shape shape)
    {
        for (int position = 0; position < shape.Count; position++)
        {
            int[] index = new int[shape.Rank];
            int rest = position;
            for (int axis = shape.Rank - 1; axis >= 0; axis--)
                (rest, index[axis]) = Math.DivRem(rest, shape[axis]);
            yield return index;
        }
    }

    /// <summary>The element that a broadcast shows at an index of the larger shape.</summary>
    public static double At<T>(Tensor<T> tensor, int[] index)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] own = [.. index.Skip(index.Length - tensor.Rank).Select((i, axis) => tensor.Shape[axis] == 1 ? 0 : i)];
        return double.CreateTruncating(tensor[own]);
    }

    public static double[] ToDoubles<T>(this Tensor<T> tensor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => [.. tensor.AsSpan().ToArray().Select(double.CreateTruncating)];
}
