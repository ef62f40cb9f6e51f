using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Data;

/// <summary>Some samples of a data set, stacked: what one training step sees.</summary>
/// <remarks>Valid until the next batch is taken, whose numbers may replace these; <c>Clone()</c> a tensor to keep it.</remarks>
public sealed class Batch<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly IndexTensor? _labels;
    private readonly Tensor<T>? _targets;

    internal Batch(Tensor<T> inputs, IndexTensor? labels, Tensor<T>? targets)
    {
        Inputs = inputs;
        _labels = labels;
        _targets = targets;
    }

    /// <summary>The inputs: (size, ...).</summary>
    public Tensor<T> Inputs { get; }

    /// <summary>Whether the samples have labels; otherwise they have targets.</summary>
    public bool HasLabels => _labels is not null;

    /// <summary>The class of each sample: (size).</summary>
    /// <exception cref="InvalidOperationException">The data set has targets instead.</exception>
    public IndexTensor Labels => _labels ?? throw HasNo("labels", "targets");

    /// <summary>What a model should answer: (size, ...).</summary>
    /// <exception cref="InvalidOperationException">The data set has labels instead.</exception>
    public Tensor<T> Targets => _targets ?? throw HasNo("targets", "labels");

    /// <summary>The number of samples; the last batch of an epoch may have fewer than the others.</summary>
    public int Count => Inputs.Shape[0];

    internal static InvalidOperationException HasNo(string wanted, string given) =>
        new($"This data set has no {wanted}; its samples have {given}.");
}
