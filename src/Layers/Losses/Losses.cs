using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>What training makes small: functions of a batch's outputs, by default the mean over the batch as a scalar.</summary>
/// <remarks>Shapes have to fit exactly; predictions and targets are not broadcast, since that nearly always hides a mistake.</remarks>
public static partial class Losses
{
    /// <summary>ℓ = (prediction − target)², reduced over all elements.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Variable<T> MeanSquaredError<T>(Variable<T> prediction, Variable<T> target, LossReduction reduction = LossReduction.Mean)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckSameShape(nameof(MeanSquaredError), prediction, target);
        Variable<T> difference = prediction - target;
        return Reduce(difference * difference, reduction);
    }

    /// <summary>ℓ = |prediction − target|, reduced over all elements: PyTorch's <c>L1Loss</c>; the slope at 0 counts as 0.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Variable<T> MeanAbsoluteError<T>(Variable<T> prediction, Variable<T> target, LossReduction reduction = LossReduction.Mean)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckSameShape(nameof(MeanAbsoluteError), prediction, target);
        return Reduce((prediction - target).Abs(), reduction);
    }

    /// <summary>With e = prediction − target: ℓ = ½·e² where |e| ≤ δ, and δ·(|e| − ½·δ) beyond, reduced over all elements.</summary>
    /// <param name="prediction">What the model gave.</param>
    /// <param name="target">What it should have given, of the same shape.</param>
    /// <param name="delta">δ, above 0.</param>
    /// <param name="reduction">What becomes of the elements' losses.</param>
    /// <remarks>Huber 1964. PyTorch's <c>SmoothL1Loss</c> with β is this with δ = β, divided by β.</remarks>
    /// <exception cref="ArgumentException">The shapes differ, or δ is not a finite number above 0.</exception>
    public static Variable<T> Huber<T>(
        Variable<T> prediction, Variable<T> target, double delta = 1, LossReduction reduction = LossReduction.Mean)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckSameShape(nameof(Huber), prediction, target);
        if (!(delta > 0 && double.IsFinite(delta)))
            throw new ArgumentOutOfRangeException(nameof(delta), delta, "Huber: delta is a finite number above 0.");

        // With m = min(|e|, δ) both branches are m·(|e| − ½·m).
        Variable<T> size = (prediction - target).Abs(), limited = size.Clamp(high: delta);
        return Reduce(limited * (size - (0.5 * limited)), reduction);
    }

    /// <summary>
    /// ℓ = t·(ln t − logPrediction), the divergence of a prediction from the distribution t; 0·ln 0 counts as 0, whatever is predicted.
    /// </summary>
    /// <param name="logPrediction">Logarithms of probabilities, such as a log-softmax gives; samples along the first axis.</param>
    /// <param name="target">t: probabilities, of the same shape.</param>
    /// <param name="reduction">
    /// The mean is over the samples, as the divergence is defined (PyTorch's <c>batchmean</c>, not its <c>mean</c> over all elements).
    /// </param>
    /// <exception cref="ArgumentException">The shapes differ, or there is no axis of samples.</exception>
    public static Variable<T> KullbackLeibler<T>(
        Variable<T> logPrediction, Variable<T> target, LossReduction reduction = LossReduction.Mean)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckSameShape(nameof(KullbackLeibler), logPrediction, target);
        if (target.Value.Rank == 0)
            throw new ArgumentException("KullbackLeibler: samples along the first axis are expected; got scalars.", nameof(target));

        // Below this t·ln t is nothing, and the logarithm of 0 would make it no number.
        const double Tiny = 1e-30;
        Variable<T> each = target * (target.Maximum(Tensor<T>.Scalar(Tiny)).Log() - Finite(logPrediction));
        return reduction == LossReduction.Mean ? each.Sum() * (1.0 / target.Shape[0]) : Reduce(each, reduction);
    }

    private static Variable<T> Reduce<T>(Variable<T> losses, LossReduction reduction)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => reduction switch
        {
            LossReduction.Mean => losses.Mean(),
            LossReduction.Sum => losses.Sum(),
            LossReduction.None => losses,
            _ => throw new ArgumentOutOfRangeException(nameof(reduction), reduction, "A reduction is Mean, Sum or None."),
        };

    private static void CheckSameShape<T>(string loss, Variable<T> prediction, Variable<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        if (!prediction.Shape.Equals(target.Shape))
        {
            throw new ArgumentException(
                $"{loss}: prediction and target have one shape; got {prediction.Shape} and {target.Shape}.", nameof(target));
        }
    }
}
