using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <content>Losses of predicted probabilities.</content>
public static partial class Losses
{
    /// <summary>
    /// ℓₙ = −Σ_c w_c·q_c·log softmax(logitsₙ)_c with q = (1 − ε)·onehot(labelₙ) + ε/C; without choices −log softmax(logitsₙ)[labelₙ].
    /// </summary>
    /// <param name="logits">(N, C) or (N, C, places...), not normalized.</param>
    /// <param name="labels">(N) or (N, places...), each from 0 to C − 1, or the ignored one.</param>
    /// <param name="classWeights">w, (C), not negative; 1 if absent.</param>
    /// <param name="labelSmoothing">ε, from 0 to 1: how much of the probability is asked for all classes alike.</param>
    /// <param name="ignoredLabel">The label of what does not count, such as padding; it need not be a class.</param>
    /// <param name="reduction">The mean is Σₙ ℓₙ / Σₙ w[labelₙ] over what counts, as in PyTorch; none gives the labels' shape.</param>
    /// <remarks>
    /// Where nothing counts, the mean is 0 and so is its gradient (in PyTorch it is NaN): such a batch has nothing to teach. Without
    /// choices it is one operation, with the gradient (softmax − onehot)/N.
    /// </remarks>
    /// <exception cref="ArgumentException">The shapes do not fit, a label is no class, or a weight or ε is out of its range.</exception>
    public static Variable<T> CrossEntropy<T>(
        Variable<T> logits,
        IndexTensor labels,
        Tensor<T>? classWeights = null,
        double labelSmoothing = 0,
        int? ignoredLabel = null,
        LossReduction reduction = LossReduction.Mean)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(logits);
        bool isPlain = classWeights is null && labelSmoothing == 0 && ignoredLabel is null && reduction == LossReduction.Mean;
        if (isPlain && logits.Value.Rank == 2)
            return new CrossEntropy<T>(labels).Apply(logits);

        var table = LabelTable<T>.Of(nameof(CrossEntropy), logits.Shape, labels, classWeights, labelSmoothing, ignoredLabel);
        return FromTable(ClassesLast(logits).LogSoftmax(1), table, labels.Shape, reduction);
    }

    /// <summary>ℓₙ = −Σ_c w_c·q_c·log softmax(logitsₙ)_c with q = (1 − ε)·targetₙ + ε/C.</summary>
    /// <param name="logits">(N, C) or (N, C, places...), not normalized.</param>
    /// <param name="targets">Probabilities of the classes, of the same shape.</param>
    /// <param name="classWeights">w, (C), not negative; 1 if absent.</param>
    /// <param name="labelSmoothing">ε, from 0 to 1: how much of the probability is asked for all classes alike.</param>
    /// <param name="reduction">The mean is over samples and places, whatever the weights, as in PyTorch.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a weight or ε is out of its range.</exception>
    public static Variable<T> CrossEntropy<T>(
        Variable<T> logits,
        Variable<T> targets,
        Tensor<T>? classWeights = null,
        double labelSmoothing = 0,
        LossReduction reduction = LossReduction.Mean)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckSameShape(nameof(CrossEntropy), logits, targets);
        LabelTable<T>.Check(nameof(CrossEntropy), logits.Shape, classWeights, labelSmoothing);
        int classes = logits.Shape[1];
        Variable<T> asked = ((1 - labelSmoothing) * ClassesLast(targets)) + (labelSmoothing / classes);
        Variable<T> weighted = classWeights is null ? asked : asked * classWeights;
        Variable<T> each = -(weighted * Finite(ClassesLast(logits).LogSoftmax(1))).Sum(1);
        return Reduce(reduction == LossReduction.None ? each.Reshape(LabelTable<T>.PlacesOf(logits.Shape)) : each, reduction);
    }

    /// <summary>ℓₙ = −w[labelₙ]·logProbabilitiesₙ[labelₙ]; of a log-softmax it is the cross-entropy.</summary>
    /// <param name="logProbabilities">(N, C) or (N, C, places...), logarithms of probabilities.</param>
    /// <param name="labels">(N) or (N, places...), each from 0 to C − 1, or the ignored one.</param>
    /// <param name="classWeights">w, (C), not negative; 1 if absent.</param>
    /// <param name="ignoredLabel">The label of what does not count, such as padding; it need not be a class.</param>
    /// <param name="reduction">
    /// The mean is Σₙ ℓₙ / Σₙ w[labelₙ] over what counts, 0 where nothing counts; none gives the labels' shape.
    /// </param>
    /// <exception cref="ArgumentException">The shapes do not fit, a label is no class, or a weight is out of its range.</exception>
    public static Variable<T> NegativeLogLikelihood<T>(
        Variable<T> logProbabilities,
        IndexTensor labels,
        Tensor<T>? classWeights = null,
        int? ignoredLabel = null,
        LossReduction reduction = LossReduction.Mean)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(logProbabilities);
        var table = LabelTable<T>.Of(nameof(NegativeLogLikelihood), logProbabilities.Shape, labels, classWeights, 0, ignoredLabel);
        return FromTable(ClassesLast(logProbabilities), table, labels.Shape, reduction);
    }

    /// <summary>ℓ = −(p·t·ln σ(x) + (1 − t)·ln σ(−x)), reduced over all elements: questions answered yes or no.</summary>
    /// <param name="logits">x, not normalized.</param>
    /// <param name="targets">t, from 0 to 1, of the same shape.</param>
    /// <param name="positiveWeight">p: how much more a yes weighs than a no; broadcast to the logits' shape, 1 if absent.</param>
    /// <param name="reduction">What becomes of the elements' losses.</param>
    /// <remarks>
    /// PyTorch's <c>BCEWithLogitsLoss</c>. −ln σ(x) is softplus(−x), which overflows nowhere.
    /// </remarks>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Variable<T> BinaryCrossEntropy<T>(
        Variable<T> logits, Variable<T> targets, Tensor<T>? positiveWeight = null, LossReduction reduction = LossReduction.Mean)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckSameShape(nameof(BinaryCrossEntropy), logits, targets);
        Shape shape = logits.Shape;
        if (positiveWeight is not null && !positiveWeight.Shape.BroadcastsTo(shape))
        {
            throw new ArgumentException(
                $"BinaryCrossEntropy: a positive weight of shape {positiveWeight.Shape} does not broadcast to the logits' {shape}.",
                nameof(positiveWeight));
        }

        Variable<T> asked = positiveWeight is null ? targets : targets * positiveWeight;
        return Reduce((asked * (-logits).Softplus()) + ((1 - targets) * logits.Softplus()), reduction);
    }

    private static Variable<T> FromTable<T>(Variable<T> logProbabilities, LabelTable<T> table, Shape places, LossReduction reduction)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Variable<T> each = -(Finite(logProbabilities.Gather(1, table.Labels)).Reshape(table.Own.Shape) * table.Own);
        if (table.Every is not null)
            each -= (Finite(logProbabilities) * table.Every).Sum(1);
        return reduction == LossReduction.Mean
            ? each.Sum() * (table.Total > 0 ? 1 / table.Total : 0)
            : Reduce(each.Reshape(places), reduction);
    }

    /// <summary>The least number for −∞, the logarithm of a class that is ruled out: 0 times that would be no number.</summary>
    private static Variable<T> Finite<T>(Variable<T> logProbabilities)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        logProbabilities.Maximum(Tensor<T>.Scalar(double.CreateTruncating(LabelTable<T>.Lowest)));

    /// <summary>(N, C, places...) as (N · places, C).</summary>
    private static Variable<T> ClassesLast<T>(Variable<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x.Value.Rank == 2
            ? x
            : x.Permute([0, .. Enumerable.Range(2, x.Value.Rank - 2), 1]).Reshape(-1, x.Shape[1]);
}
