using System.Numerics;
using NormNet.Data;
using NormNet.Tensors;

namespace NormNet.Training;

/// <summary>A figure of how a model does on a data set, added up batch by batch.</summary>
/// <remarks>
/// Derive from it to add one: <see cref="Start"/> forgets, <see cref="Add"/> takes a batch, <see cref="Value"/> is the figure of all
/// batches since the start. Give it to <see cref="Evaluation.Of"/> or to a <see cref="Trainer{T}"/>. A metric that is a mean over samples
/// has to weight a batch by its size: the last one of a data set may be smaller. Not for several evaluations at a time.
/// </remarks>
public abstract partial class Metric<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What histories, files and <see cref="MetricDictionary"/> call it, such as <c>top_5_accuracy</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The figure of all batches since the start; NaN where they do not define one.</summary>
    public abstract double Value { get; }

    /// <summary>Forgets all batches.</summary>
    public abstract void Start();

    /// <summary>Takes a batch and what the model made of it, which are valid until this returns.</summary>
    /// <exception cref="ArgumentException">The metric has no meaning for such outputs.</exception>
    public abstract void Add(Tensor<T> outputs, Batch<T> batch);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
