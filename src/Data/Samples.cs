using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Data;

/// <summary>Where the numbers of a data set are kept, and how they become values of <typeparamref name="T"/>.</summary>
internal abstract class Samples<T>(Shape shape)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>All samples together: (N, ...).</summary>
    public Shape Shape { get; } = shape;

    /// <summary>One sample: (...).</summary>
    public Shape SampleShape { get; } = Shape.Of(shape.Extents[1..]);

    /// <summary>The number of values of one sample.</summary>
    public int SampleCount { get; } = shape.CountOf(1, shape.Rank);

    /// <summary>The number of channels (axis 1), each with statistics of its own; 1 where a sample is a single number.</summary>
    public int Channels => Shape.Rank > 1 ? Shape[1] : 1;

    /// <summary>The values of one channel within one sample.</summary>
    public int ChannelCount => SampleCount / Channels;

    /// <summary>Writes the values of one sample.</summary>
    public abstract void Read(int row, Span<T> destination);

    /// <summary>The same samples, each value turned into (value − mean) / deviation of its channel.</summary>
    public virtual Samples<T> Standardize(Standardization standardization) => new MappedSamples<T>(this, SampleShape, (sample, result) =>
    {
        for (int i = 0; i < sample.Length; i++)
            result[i] = standardization.Apply(sample[i], i / ChannelCount);
    });
}

/// <summary>Samples kept as a tensor of the caller's, without a copy.</summary>
internal sealed class TensorSamples<T>(Tensor<T> values) : Samples<T>(values.Shape)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>All samples.</summary>
    public Tensor<T> Values => values;

    public override void Read(int row, Span<T> destination) =>
        values.AsSpan().Slice(row * SampleCount, SampleCount).CopyTo(destination);

    public override Samples<T> Standardize(Standardization standardization)
    {
        var result = Tensor<T>.Zeros(Shape);
        ReadOnlySpan<T> from = values.AsSpan();
        Span<T> to = result.AsWritableSpan();
        for (int i = 0; i < from.Length; i++)
            to[i] = standardization.Apply(from[i], i / ChannelCount % Channels);
        return new TensorSamples<T>(result);
    }
}
