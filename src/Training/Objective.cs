using System.Numerics;
using NormNet.Autograd;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Training;

/// <summary>What training minimizes by default, and how right answers are counted.</summary>
internal static class Objective
{
    /// <summary>Cross-entropy for samples with labels, the mean squared error for samples with targets.</summary>
    internal static Func<Variable<T>, Batch<T>, Variable<T>> Default<T>(bool hasLabels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => hasLabels
            ? (outputs, batch) => Losses.CrossEntropy(outputs, batch.Labels)
            : (outputs, batch) => Losses.MeanSquaredError(outputs, batch.Targets);

    internal static bool HasLabels<T>(DataSet<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => data.ClassCount > 0;

    /// <summary>How many samples have their greatest score at the label; of several labels, by the share of right ones.</summary>
    internal static double CountRight<T>(Tensor<T> outputs, IndexTensor labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<int> predicted = outputs.ArgMax(axis: 1).AsSpan(), actual = labels.AsSpan();
        int right = 0;
        for (int i = 0; i < actual.Length; i++)
            right += predicted[i] == actual[i] ? 1 : 0;
        return (double)right * labels.Shape[0] / labels.Count;
    }
}
