using System.Numerics;
using NormNet.Data;
using NormNet.Tensors;

namespace NormNet.Training;

/// <summary>What metrics ask of a batch.</summary>
internal static class MetricInputs
{
    /// <summary>The number of classes that outputs have.</summary>
    /// <exception cref="ArgumentException">
    /// There are no labels, a label is none of the outputs, or the outputs are no logits of the labels' classes.
    /// </exception>
    internal static int CheckLabels<T>(Tensor<T> outputs, Batch<T> batch, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!batch.HasLabels)
            throw new ArgumentException($"{name}: it is about labels, and these samples have targets.", nameof(batch));
        Shape labels = batch.Labels.Shape;
        if (outputs.Rank < 2 || !outputs.Shape.Reduce([1], keepDimensions: false).Equals(labels))
        {
            string[] expected = [$"{labels[0]}", "classes", .. labels.Skip(1).Select(extent => $"{extent}")];
            throw new ArgumentException(
                $"{name}: outputs ({string.Join(", ", expected)}) are expected for labels {labels}; got {outputs.Shape}.", nameof(outputs));
        }

        foreach (int label in batch.Labels.AsSpan())
        {
            if (label < 0 || label >= outputs.Shape[1])
                throw new ArgumentException($"{name}: a label is {label}, and the model has {outputs.Shape[1]} outputs.", nameof(batch));
        }

        return outputs.Shape[1];
    }

    /// <exception cref="ArgumentException">
    /// There are no targets, or they have another shape: broadcasting would give a wrong figure.
    /// </exception>
    internal static void CheckTargets<T>(Tensor<T> outputs, Batch<T> batch, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (batch.HasLabels)
            throw new ArgumentException($"{name}: it is about targets, and these samples have labels.", nameof(batch));
        if (!outputs.Shape.Equals(batch.Targets.Shape))
        {
            throw new ArgumentException(
                $"{name}: outputs of the targets' shape {batch.Targets.Shape} are expected; got {outputs.Shape}.", nameof(outputs));
        }
    }
}
