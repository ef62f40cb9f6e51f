using System.Buffers;
using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Data;

/// <summary>Samples that a function of the user's writes when they are wanted.</summary>
internal sealed class MadeSamples<T>(Shape shape, Action<int, Span<T>> read) : Samples<T>(shape)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Read(int row, Span<T> destination)
    {
        destination.Clear();
        read(row, destination);
    }
}

/// <summary>Samples that a function makes of others when they are wanted.</summary>
internal sealed class MappedSamples<T>(Samples<T> source, Shape sampleShape, MapSample<T> map)
    : Samples<T>([source.Shape[0], .. sampleShape])
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Read(int row, Span<T> destination)
    {
        T[] buffer = ArrayPool<T>.Shared.Rent(source.SampleCount);
        try
        {
            Span<T> sample = buffer.AsSpan(0, source.SampleCount);
            source.Read(row, sample);
            destination.Clear();
            map(sample, destination);
        }
        finally
        {
            ArrayPool<T>.Shared.Return(buffer);
        }
    }
}

/// <summary>Rows of several sources, one source after another.</summary>
internal sealed class JoinedSamples<T>((Samples<T> Source, int[]? Rows)[] parts)
    : Samples<T>([parts.Sum(Count), .. parts[0].Source.SampleShape])
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int[] _starts = [.. parts.Select((_, k) => parts.Take(k).Sum(Count))];

    public override void Read(int row, Span<T> destination)
    {
        int found = Array.BinarySearch(_starts, row), part = found >= 0 ? found : ~found - 1;
        (Samples<T> source, int[]? rows) = parts[part];
        int own = row - _starts[part];
        source.Read(rows is null ? own : rows[own], destination);
    }

    public override Samples<T> Standardize(Standardization standardization) =>
        new JoinedSamples<T>([.. parts.Select(part => (part.Source.Standardize(standardization), part.Rows))]);

    private static int Count((Samples<T> Source, int[]? Rows) part) => part.Rows?.Length ?? part.Source.Shape[0];
}
