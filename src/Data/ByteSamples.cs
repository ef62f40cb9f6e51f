using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Data;

/// <summary>Samples kept as bytes, a quarter of the memory of floats; for each channel a table says what a byte stands for.</summary>
/// <remarks>Standardizing changes the tables and shares the bytes.</remarks>
internal sealed class ByteSamples<T> : Samples<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int ByteValues = 256;

    private readonly byte[] _bytes;
    private readonly T[][] _tables;

    /// <summary>Bytes from 0 to 255 that stand for 0 to 1.</summary>
    public ByteSamples(byte[] bytes, Shape shape)
        : base(shape)
    {
        _bytes = bytes;
        T[] unit = new T[ByteValues];
        for (int i = 0; i < unit.Length; i++)
            unit[i] = T.CreateTruncating(i / (ByteValues - 1.0));
        _tables = [.. Enumerable.Repeat(unit, Channels)];
    }

    private ByteSamples(byte[] bytes, Shape shape, T[][] tables)
        : base(shape)
    {
        _bytes = bytes;
        _tables = tables;
    }

    public override void Read(int row, Span<T> destination)
    {
        for (int channel = 0; channel < Channels; channel++)
        {
            T[] table = _tables[channel];
            ReadOnlySpan<byte> from = _bytes.AsSpan((row * SampleCount) + (channel * ChannelCount), ChannelCount);
            Span<T> to = destination.Slice(channel * ChannelCount, ChannelCount);
            for (int i = 0; i < from.Length; i++)
                to[i] = table[from[i]];
        }
    }

    public override Samples<T> Standardize(Standardization standardization) => new ByteSamples<T>(
        _bytes,
        Shape,
        [.. _tables.Select((table, channel) => Array.ConvertAll(table, value => standardization.Apply(value, channel)))]);
}
