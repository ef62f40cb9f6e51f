using System.Numerics;
using NormNet.Data;
using NormNet.Tensors;

namespace NormNet.Training;

/// <summary>R², output by output, in one pass over the batches.</summary>
internal sealed class RSquared<T> : Metric<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private double[] _means = [], _scatter = [], _errors = [];
    private long _samples;

    public override string Name => "r2";

    public override double Value
    {
        get
        {
            double sum = 0;
            for (int j = 0; j < _scatter.Length; j++)
                sum += _scatter[j] > 0 ? 1 - (_errors[j] / _scatter[j]) : double.NaN;
            return sum / _scatter.Length;
        }
    }

    public override void Start() => (_means, _scatter, _errors, _samples) = ([], [], [], 0);

    public override void Add(Tensor<T> outputs, Batch<T> batch)
    {
        MetricInputs.CheckTargets(outputs, batch, Name);
        ReadOnlySpan<T> made = outputs.AsSpan(), wanted = batch.Targets.AsSpan();
        int width = made.Length / batch.Count;
        if (_samples == 0)
            (_means, _scatter, _errors) = (new double[width], new double[width], new double[width]);
        for (int i = 0; i < made.Length; i++)
        {
            int j = i % width;
            _samples += j == 0 ? 1 : 0;
            double target = double.CreateTruncating(wanted[i]), error = target - double.CreateTruncating(made[i]);
            _errors[j] += error * error;

            // Welford 1962: no square of a large mean is ever subtracted from another.
            double away = target - _means[j];
            _means[j] += away / _samples;
            _scatter[j] += away * (target - _means[j]);
        }
    }
}
