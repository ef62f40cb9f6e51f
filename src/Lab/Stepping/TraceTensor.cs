using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>What a trace keeps of a tensor: its shape, its statistics, and its values, of a large one the first ones.</summary>
public sealed class TraceTensor
{
    private readonly double[] _values;

    internal TraceTensor(Shape shape, double[] values, TensorStatistics statistics)
    {
        Shape = shape;
        _values = values;
        Statistics = statistics;
    }

    /// <summary>The extents, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>The values in row-major order; <see cref="LeftOut"/> more follow that were not kept.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>How many values at the end are not kept.</summary>
    public int LeftOut => Shape.Count - _values.Length;

    /// <summary>Minimum, maximum, mean and deviation, over all values, kept or not.</summary>
    public TensorStatistics Statistics { get; }

    internal static TraceTensor Of<T>(Tensor<T> tensor, int maximumValues)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> all = tensor.AsSpan();
        double[] values = new double[int.Min(all.Length, maximumValues)];
        for (int i = 0; i < values.Length; i++)
            values[i] = double.CreateTruncating(all[i]);
        return new TraceTensor(tensor.Shape, values, TensorStatistics.Of(all));
    }
}
