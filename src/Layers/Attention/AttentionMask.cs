using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>Which key each query may look at, for scores of shape (N, heads, T, S).</summary>
internal sealed class AttentionMask<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Tensor<T> _allowed;
    private readonly Tensor<T> _instead;
    private readonly Tensor<T>? _seesAny;

    private AttentionMask(Tensor<T> allowed)
    {
        _allowed = allowed;
        int keys = allowed.Shape[-1], rows = allowed.Count / keys;
        _instead = Tensor<T>.Full(allowed.Shape, double.NegativeInfinity);
        var seesAny = new T[rows];
        for (int row = 0; row < rows; row++)
        {
            if (allowed.AsSpan().Slice(row * keys, keys).ContainsAnyExcept(T.Zero))
                seesAny[row] = T.One;
            else
                _instead.AsWritableSpan().Slice(row * keys, keys).Clear();
        }

        if (seesAny.Contains(T.Zero))
            _seesAny = Tensor<T>.Wrap(seesAny, allowed.Shape.With(-1, 1));
    }

    /// <summary>The masks as one; null where every query sees every key.</summary>
    /// <exception cref="ArgumentException">
    /// A mask has another shape, holds another number than 0 and 1, or T ≠ S for a causal one.
    /// </exception>
    internal static AttentionMask<T>? Of(Layer<T> layer, Shape scores, bool causal, Tensor<T>? mask, Tensor<T>? keyMask)
    {
        (int samples, int heads, int queries, int keys) = (scores[0], scores[1], scores[2], scores[3]);
        Tensor<T>? allowed = causal ? Causal(layer, queries, keys) : null;
        if (mask is not null)
        {
            Shape place = [mask.Rank > 2 ? samples : 1, mask.Rank > 3 ? heads : 1, queries, keys];
            Shape expected = mask.Rank switch { 2 => [queries, keys], 3 => [samples, queries, keys], _ => place };
            Join(mask.Shape.Equals(expected)
                ? mask.Reshape(place)
                : throw new ArgumentException(
                    $"{layer}: a mask is ({queries}, {keys}), ({samples}, {queries}, {keys}) or ({samples}, {heads}, {queries}, {keys}); "
                    + $"this one is {mask.Shape}.",
                    nameof(mask)));
        }

        if (keyMask is not null)
        {
            Join(keyMask.Shape.Equals([samples, keys])
                ? keyMask.Reshape(samples, 1, 1, keys).BroadcastTo([samples, 1, queries, keys])
                : throw new ArgumentException(
                    $"{layer}: a mask of keys is ({samples}, {keys}); this one is {keyMask.Shape}.", nameof(keyMask)));
        }

        return allowed is null ? null : new AttentionMask<T>(allowed);

        void Join(Tensor<T> more)
        {
            foreach (T value in more.AsSpan())
            {
                if (value != T.Zero && value != T.One)
                    throw new ArgumentException(
                        $"{layer}: a mask holds 1 for what may be seen and 0 for the rest; this one holds {value}.");
            }

            allowed = allowed is null ? more : allowed.Multiply(more);
        }
    }

    /// <summary>The softmax of the scores over the keys that may be seen; 0 for the others, and for all where there is none.</summary>
    internal Variable<T> Softmax(Variable<T> scores)
    {
        // A row without keys is 0 throughout instead of −∞, so that its softmax is a number to leave out and not NaN.
        Variable<T> weights = Variable<T>.Where(_allowed, scores, _instead).Softmax();
        return _seesAny is null ? weights : Variable<T>.Where(_seesAny, weights, Tensor<T>.Scalar(0));
    }

    private static Tensor<T> Causal(Layer<T> layer, int queries, int keys)
    {
        if (queries != keys)
        {
            throw new ArgumentException(
                $"{layer}: which of {keys} keys come before each of {queries} queries is open; give a mask instead of causal attention.");
        }

        var allowed = Tensor<T>.Zeros([1, 1, queries, keys]);
        Span<T> rows = allowed.AsWritableSpan();
        for (int query = 0; query < queries; query++)
            rows.Slice(query * keys, query + 1).Fill(T.One);
        return allowed;
    }
}
