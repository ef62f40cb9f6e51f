using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>What one thread does with applied operations: which tape writes them down, and who owns their memory.</summary>
internal sealed class Recorder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [ThreadStatic]
    private static Recorder<T>? _ofThisThread;

    internal static Recorder<T> OfThisThread => _ofThisThread ??= new();

    /// <summary>The tape that records; null when none does or it is paused.</summary>
    internal Tape<T>? Tape { get; set; }

    /// <summary>How many nodes and storages the last tape had: the next one, of a like step, makes its lists of that size.</summary>
    internal (int Nodes, int Storages) LastTape { get; set; }

    /// <summary>Who hands results back; null when they are left to the garbage collector.</summary>
    internal StorageScope<T>? Memory { get; set; }

    internal Variable<T> Apply(Operation<T> operation, in Inputs<T> inputs)
    {
        if (Tape is not null)
            return Tape.Apply(operation, inputs);

        Tensor<T> output = operation.Compute(inputs);
        if (Memory is not null && !inputs.AnySharesStorageWith(output))
            Memory.Claim(output);
        return new Variable<T>(output);
    }
}
