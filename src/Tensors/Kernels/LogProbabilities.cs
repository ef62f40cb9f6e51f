using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>
/// A row of logits read as logarithms of probabilities: x − max − ln Σ, in this order, so that only small numbers are rounded.
/// </summary>
internal readonly unsafe struct LogProbabilities<T>(T* logits, T max, T logSum) : IOperand<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T* _logits = logits;
    private readonly Vector256<T> _max = Vector256.Create(max);
    private readonly Vector256<T> _logSum = Vector256.Create(logSum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Load(int index) => Vector256.Load(_logits + index) - _max - _logSum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> LoadPart(int index, int count) => VectorPart.Load(_logits + index, count) - _max - _logSum;
}
