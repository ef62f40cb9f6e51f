using System.Numerics;
using NormNet.Autograd;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Training;

/// <summary>How a model does on samples it is not trained on.</summary>
public sealed record Evaluation
{
    private const int DefaultBatchSize = 256;

    private Evaluation(double loss, int[] predictions, int[] labels, int classes, MetricDictionary metrics)
    {
        Loss = loss;
        Metrics = metrics;
        Predictions = predictions;
        Confusion = new int[classes, classes];
        for (int i = 0; i < predictions.Length; i++)
            Confusion[labels[i], predictions[i]]++;
        if (predictions.Length > 0)
            Accuracy = Enumerable.Range(0, classes).Sum(k => (double)Confusion[k, k]) / predictions.Length;
    }

    /// <summary>The mean loss over the samples.</summary>
    public double Loss { get; }

    /// <summary>The share of labels that were predicted, 0 to 1; null where the samples have targets instead.</summary>
    public double? Accuracy { get; }

    /// <summary>How often each class (row) was taken for each class (column); 0×0 where the samples have no labels.</summary>
    public int[,] Confusion { get; }

    /// <summary>The class each sample, or each of its labels, was taken for, in the data set's order; empty without labels.</summary>
    public IReadOnlyList<int> Predictions { get; }

    /// <summary>Precision, recall and F₁ of each class and averaged; without classes where the samples have no labels.</summary>
    public ClassificationReport Report => new(Confusion);

    /// <summary>The metrics that were asked for.</summary>
    public MetricDictionary Metrics { get; }

    /// <summary>Evaluates a model batch by batch, as in evaluation mode, whatever mode it is in.</summary>
    /// <param name="model">Takes a batch's inputs; gives (N, classes) for labels (N), (N, classes, ...) for labels (N, ...).</param>
    /// <param name="data">The samples.</param>
    /// <param name="loss">A batch's mean loss; if absent, cross-entropy for labels, the mean squared error for targets.</param>
    /// <param name="batchSize">How many samples are computed at once.</param>
    /// <param name="metrics">What else is measured; started anew here.</param>
    /// <param name="cancellationToken">Looked at before every batch.</param>
    /// <exception cref="ArgumentException">The model or a metric does not fit the samples, or two metrics have one name.</exception>
    public static Evaluation Of<T>(
        Layer<T> model,
        DataSet<T> data,
        Func<Variable<T>, Batch<T>, Variable<T>>? loss = null,
        int batchSize = DefaultBatchSize,
        IReadOnlyList<Metric<T>>? metrics = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        metrics ??= [];
        MetricDictionary.CheckNames(metrics, taken: []);
        bool hasLabels = Objective.HasLabels(data);
        loss ??= Objective.Default<T>(hasLabels);
        int[] predictions = new int[hasLabels ? data.Count * data.LabelShape.Count : 0], labels = new int[predictions.Length];
        int classes = data.ClassCount, done = 0;
        double total = 0;
        foreach (Metric<T> metric in metrics)
            metric.Start();
        foreach (Batch<T> batch in data.Batches(batchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Tensor<T> outputs = model.Predict(batch.Inputs, batch.Count);
            using (new InferenceScope<T>())
                total += batch.Count * double.CreateTruncating(loss(outputs, batch).Value.Item());
            if (hasLabels)
            {
                outputs.ArgMax(axis: 1).AsSpan().CopyTo(predictions.AsSpan(done));
                batch.Labels.AsSpan().CopyTo(labels.AsSpan(done));
                classes = Math.Max(classes, outputs.Shape[1]);
                done += batch.Labels.Count;
            }

            foreach (Metric<T> metric in metrics)
                metric.Add(outputs, batch);
        }

        return new Evaluation(total / data.Count, predictions, labels, classes, MetricDictionary.Of(metrics));
    }
}
