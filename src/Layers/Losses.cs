using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>What training makes small: functions of a batch's outputs whose result is a scalar, the mean over the batch.</summary>
public static class Losses
{
    /// <summary>ℓ = −1/N · Σₙ log softmax(logitsₙ)[labelₙ], by the stable log-softmax; ∂ℓ/∂logits = (softmax − onehot) / N.</summary>
    /// <param name="logits">(N, classes), not normalized.</param>
    /// <param name="labels">(N), each from 0 to classes − 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label lies outside the classes.</exception>
    public static Variable<T> CrossEntropy<T>(Variable<T> logits, IndexTensor labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(logits);
        return new CrossEntropy<T>(labels).Apply(logits);
    }

    /// <summary>ℓ = mean (prediction − target)², over all elements.</summary>
    /// <exception cref="ArgumentException">The shapes differ; they are not broadcast, since that nearly always hides a mistake.</exception>
    public static Variable<T> MeanSquaredError<T>(Variable<T> prediction, Variable<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        if (!prediction.Shape.Equals(target.Shape))
        {
            throw new ArgumentException(
                $"MeanSquaredError: prediction and target have one shape; got {prediction.Shape} and {target.Shape}.", nameof(target));
        }

        Variable<T> difference = prediction - target;
        return (difference * difference).Mean();
    }
}
