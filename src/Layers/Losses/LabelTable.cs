using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>What labels ask of each class, as a table (samples, classes), and the sum of the weights of what counts.</summary>
internal sealed class LabelTable<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private LabelTable(Tensor<T> shares, double total) => (Shares, Total) = (shares, total);

    /// <summary>The least finite number.</summary>
    internal static T Lowest => T.BitDecrement(T.PositiveInfinity) * T.NegativeOne;

    /// <summary>w_c·((1 − ε)·[c = label] + ε/C); rows of zeros where the label is ignored.</summary>
    internal Tensor<T> Shares { get; }

    /// <summary>Σ w[label] over the labels that are not ignored.</summary>
    internal double Total { get; }

    internal static LabelTable<T> Of(
        string loss, Shape scores, IndexTensor labels, Tensor<T>? classWeights, double smoothing, int? ignored)
    {
        ArgumentNullException.ThrowIfNull(labels);
        Check(loss, scores, classWeights, smoothing);
        if (!labels.Shape.Equals(PlacesOf(scores)))
        {
            throw new ArgumentException(
                $"{loss}: scores {scores} and labels {labels.Shape} do not fit; labels of shape {PlacesOf(scores)} are expected.",
                nameof(labels));
        }

        int classes = scores[1];
        double[] weights = classWeights is null
            ? [.. Enumerable.Repeat(1.0, classes)]
            : [.. classWeights.AsSpan().ToArray().Select(double.CreateTruncating)];
        T[] everywhere = [.. weights.Select(weight => T.CreateTruncating(weight * smoothing / classes))];
        var shares = new T[labels.Count * classes];
        double total = 0;
        ReadOnlySpan<int> all = labels.AsSpan();
        for (int row = 0; row < all.Length; row++)
        {
            int label = all[row];
            if (label == ignored)
                continue;
            if ((uint)label >= (uint)classes)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(labels),
                    label,
                    $"{loss}: label {row} is {label}; scores {scores} have classes 0 to {classes - 1}"
                    + $"{(ignored is { } other ? $", and {other} is ignored" : "")}.");
            }

            Span<T> share = shares.AsSpan(row * classes, classes);
            everywhere.CopyTo(share);
            share[label] = T.CreateTruncating(weights[label] * (1 - smoothing + (smoothing / classes)));
            total += weights[label];
        }

        return new LabelTable<T>(Tensor<T>.Wrap(shares, [labels.Count, classes]), total);
    }

    /// <summary>(N, C, places...) without its classes.</summary>
    internal static Shape PlacesOf(Shape scores) => scores.Reduce([1], keepDimensions: false);

    internal static void Check(string loss, Shape scores, Tensor<T>? classWeights, double labelSmoothing)
    {
        if (scores.Rank < 2)
            throw new ArgumentException($"{loss}: scores are (N, C) or (N, C, places...); got {scores}.", nameof(scores));
        if (!(labelSmoothing is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(labelSmoothing), labelSmoothing, $"{loss}: label smoothing is a number from 0 to 1.");
        if (classWeights is null)
            return;

        if (!classWeights.Shape.Equals([scores[1]]))
        {
            throw new ArgumentException(
                $"{loss}: scores {scores} have {scores[1]} classes; class weights of shape {classWeights.Shape} do not fit.",
                nameof(classWeights));
        }

        foreach (T weight in classWeights.AsSpan())
        {
            if (!(weight >= T.Zero && T.IsFinite(weight)))
                throw new ArgumentException($"{loss}: class weights are finite numbers of at least 0; got {weight}.", nameof(classWeights));
        }
    }
}
