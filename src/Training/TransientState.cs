using System.Numerics;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Training;

/// <summary>What a forward pass in training changes in a model: buffers, counters, positions of randomness.</summary>
/// <remarks>
/// Noted before every step, which allocates nothing, and put back where the step fails. Buffers are replaced and never changed in place,
/// so keeping the old tensors keeps the old numbers.
/// </remarks>
internal sealed class TransientState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Buffer<T>[] _buffers;
    private readonly Counter[] _counters;
    private readonly RandomSource[] _streams;
    private readonly Tensor<T>[] _values;
    private readonly long[] _counts, _positions;

    internal TransientState(Module<T> model)
    {
        (_buffers, _counters, _streams) = ([.. model.Buffers()], [.. model.Counters()], [.. model.RandomSources()]);
        (_values, _counts, _positions) = (new Tensor<T>[_buffers.Length], new long[_counters.Length], new long[_streams.Length]);
    }

    internal void Note()
    {
        for (int i = 0; i < _buffers.Length; i++)
            _values[i] = _buffers[i].Value;
        for (int i = 0; i < _counters.Length; i++)
            _counts[i] = _counters[i].Value;
        for (int i = 0; i < _streams.Length; i++)
            _positions[i] = _streams[i].Position;
    }

    internal void PutBack()
    {
        for (int i = 0; i < _buffers.Length; i++)
            _buffers[i].Value = _values[i];
        for (int i = 0; i < _counters.Length; i++)
            _counters[i].Value = _counts[i];
        for (int i = 0; i < _streams.Length; i++)
            _streams[i].Position = _positions[i];
    }
}
