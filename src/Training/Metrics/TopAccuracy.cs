using System.Numerics;
using NormNet.Data;
using NormNet.Tensors;

namespace NormNet.Training;

/// <summary>How often the label is among the k greatest outputs.</summary>
internal sealed class TopAccuracy<T> : Metric<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _k;
    private double _right, _samples;

    internal TopAccuracy(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        _k = k;
    }

    public override string Name => $"top_{_k}_accuracy";

    public override double Value => _right / _samples;

    public override void Start() => (_right, _samples) = (0, 0);

    public override void Add(Tensor<T> outputs, Batch<T> batch)
    {
        int classes = MetricInputs.CheckLabels(outputs, batch, Name);
        if (_k > classes)
            throw new ArgumentException($"{Name}: the model has {classes} outputs only.", nameof(outputs));

        ReadOnlySpan<int> labels = batch.Labels.AsSpan();
        int places = labels.Length / batch.Count;
        for (int i = 0; i < labels.Length; i++)
            _right += IsAmongGreatest(outputs.AsSpan()[((i / places * classes * places) + (i % places))..], labels[i], classes, places)
                ? 1
                : 0;
        _samples += labels.Length;
    }

    /// <summary>Looks at one label's outputs, which are a number of places apart.</summary>
    private bool IsAmongGreatest(ReadOnlySpan<T> outputs, int label, int classes, int places)
    {
        T own = outputs[label * places];
        int greater = 0;
        for (int j = 0; j < classes; j++)
            greater += outputs[j * places] > own || (j < label && outputs[j * places] == own) ? 1 : 0;
        return greater < _k && !T.IsNaN(own);
    }
}
