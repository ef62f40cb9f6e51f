using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>
/// What labels ask of the classes: w[label]·(1 − ε) of their own and w_c·ε/C of every class, nothing where the label is ignored.
/// </summary>
internal sealed class LabelTable<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private LabelTable(IndexTensor labels, Tensor<T> own, Tensor<T>? every, double total) =>
        (Labels, Own, Every, Total) = (labels, own, every, total);

    /// <summary>The least finite number.</summary>
    internal static T Lowest => T.BitDecrement(T.PositiveInfinity) * T.NegativeOne;

    /// <summary>The labels as a column, (samples, 1); a class that counts nothing, 0, in place of an ignored one.</summary>
    internal IndexTensor Labels { get; }

    /// <summary>w[label]·(1 − ε) of each label, (samples); 0 where it is ignored.</summary>
    internal Tensor<T> Own { get; }

    /// <summary>w_c·ε/C, (samples, classes), rows of zeros where the label is ignored; null where ε is 0.</summary>
    internal Tensor<T>? Every { get; }

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
        T[] smooth = [.. weights.Select(weight => T.CreateTruncating(weight * smoothing / classes))];
        int[] columns = new int[labels.Count];
        T[] own = new T[labels.Count], every = new T[smoothing == 0 ? 0 : labels.Count * classes];
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

            (columns[row], own[row]) = (label, T.CreateTruncating(weights[label] * (1 - smoothing)));
            if (smoothing != 0)
                smooth.CopyTo(every.AsSpan(row * classes));
            total += weights[label];
        }

        return new LabelTable<T>(
            IndexTensor.Wrap(columns, [columns.Length, 1]),
            Tensor<T>.Wrap(own, [own.Length]),
            smoothing == 0 ? null : Tensor<T>.Wrap(every, [own.Length, classes]),
            total);
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
