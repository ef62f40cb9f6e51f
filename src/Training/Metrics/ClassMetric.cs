using System.Numerics;
using NormNet.Data;
using NormNet.Tensors;

namespace NormNet.Training;

/// <summary>A figure of the confusion matrix.</summary>
internal sealed class ClassMetric<T> : Metric<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Func<ClassificationReport, double> _figure;
    private int[,] _confusion = new int[0, 0];

    internal ClassMetric(string name, Func<ClassificationReport, double> figure)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(figure);
        (Name, _figure) = (name, figure);
    }

    public override string Name { get; }

    public override double Value => _figure(new ClassificationReport(_confusion));

    public override void Start() => _confusion = new int[0, 0];

    public override void Add(Tensor<T> outputs, Batch<T> batch)
    {
        int classes = MetricInputs.CheckLabels(outputs, batch, Name);
        if (_confusion.Length == 0)
            _confusion = new int[classes, classes];
        ReadOnlySpan<int> predicted = outputs.ArgMax(axis: 1).AsSpan(), labels = batch.Labels.AsSpan();
        for (int i = 0; i < labels.Length; i++)
            _confusion[labels[i], predicted[i]]++;
    }
}
