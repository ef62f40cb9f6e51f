using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>Which time steps of padded sequences count: those before each sequence's end.</summary>
internal sealed class SequenceSteps<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int[] _lengths;
    private readonly int _shortest;
    private readonly Variable<T> _counts;

    private SequenceSteps(int[] lengths, int steps)
    {
        _lengths = lengths;
        _shortest = lengths.Length == 0 ? steps : lengths.Min();
        var counts = new T[lengths.Length * steps];
        for (int sample = 0; sample < lengths.Length; sample++)
            counts.AsSpan(sample * steps, lengths[sample]).Fill(T.One);
        _counts = Tensor<T>.Wrap(counts, [lengths.Length, steps, 1]);
    }

    /// <exception cref="ArgumentException">There is not one length for each sample, or one lies outside.</exception>
    internal static SequenceSteps<T> Of(Layer<T> layer, IndexTensor lengths, int samples, int steps)
    {
        if (!lengths.Shape.Equals([samples]))
            throw new ArgumentException(
                $"{layer}: lengths ({samples}), one for each sequence, are needed; got {lengths.Shape}.", nameof(lengths));
        int[] all = lengths.AsSpan().ToArray();
        int wrong = Array.FindIndex(all, length => length < 0 || length > steps);
        return wrong < 0
            ? new SequenceSteps<T>(all, steps)
            : throw new ArgumentException(
                $"{layer}: sequence {wrong} of {steps} steps cannot have a length of {all[wrong]}.", nameof(lengths));
    }

    /// <summary>1 for each sample whose sequence has a step t, else 0, as (N, 1); null where all have.</summary>
    internal Variable<T>? Counting(int t) => t < _shortest
        ? null
        : new Variable<T>(Tensor<T>.Wrap(Array.ConvertAll(_lengths, length => t < length ? T.One : T.Zero), [_lengths.Length, 1]));

    /// <summary>(N, T, ...) with 0 past each sequence's end.</summary>
    internal Variable<T> Keep(Variable<T> sequence) => Variable<T>.Where(_counts, sequence, Tensor<T>.Scalar(0));
}
