using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>What a forward pass in training changes in a model: buffers, counters, positions of randomness.</summary>
/// <remarks>
/// Noting it allocates nothing, so a training can note it before every step and put it back where the step fails. Buffers are replaced
/// and never changed in place, so keeping the old tensors keeps the old numbers.
/// </remarks>
public sealed class TransientState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Buffer<T>[] _buffers;
    private readonly Counter[] _counters;
    private readonly RandomSource[] _streams;
    private readonly Tensor<T>[] _values;
    private readonly long[] _counts, _positions;

    /// <summary>Notes the present state of a model.</summary>
    public TransientState(Module<T> model)
    {
        ArgumentNullException.ThrowIfNull(model);
        (_buffers, _counters, _streams) = ([.. model.Buffers()], [.. model.Counters()], [.. model.RandomSources()]);
        (_values, _counts, _positions) = (new Tensor<T>[_buffers.Length], new long[_counters.Length], new long[_streams.Length]);
        Note();
    }

    /// <summary>Notes the present state, in place of what was noted before.</summary>
    public void Note()
    {
        for (int i = 0; i < _buffers.Length; i++)
            _values[i] = _buffers[i].Value;
        for (int i = 0; i < _counters.Length; i++)
            _counts[i] = _counters[i].Value;
        for (int i = 0; i < _streams.Length; i++)
            _positions[i] = _streams[i].Position;
    }

    /// <summary>Puts back what was noted last.</summary>
    public void PutBack()
    {
        for (int i = 0; i < _buffers.Length; i++)
            _buffers[i].Value = _values[i];
        for (int i = 0; i < _counters.Length; i++)
            _counters[i].Value = _counts[i];
        for (int i = 0; i < _streams.Length; i++)
            _streams[i].Position = _positions[i];
    }
}
