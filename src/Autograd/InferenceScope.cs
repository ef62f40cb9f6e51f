using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>A scope without a tape that owns the results of operations and hands their memory back at its end.</summary>
/// <remarks>For evaluation in a loop: nothing is recorded, and nothing large is allocated. Copy out what is to be kept.</remarks>
public sealed class InferenceScope<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly StorageScope<T> _memory = new();
    private readonly Recorder<T> _recorder = Recorder<T>.OfThisThread;
    private readonly Tape<T>? _outerTape;
    private readonly StorageScope<T>? _outerMemory;

    /// <summary>Starts the scope; a tape that records on this thread pauses until its end.</summary>
    public InferenceScope()
    {
        (_outerTape, _outerMemory) = (_recorder.Tape, _recorder.Memory);
        (_recorder.Tape, _recorder.Memory) = (null, _memory);
    }

    /// <summary>Ends the scope, on the thread that started it.</summary>
    public void Dispose()
    {
        if (_recorder.Memory != _memory)
            return;
        (_recorder.Tape, _recorder.Memory) = (_outerTape, _outerMemory);
        _memory.Dispose();
    }
}
