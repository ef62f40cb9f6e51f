using System.Numerics;
using NormNet.Data;
using NormNet.Tensors;

namespace NormNet.Training;

/// <summary>Mean of |t − y|.</summary>
internal sealed class MeanAbsoluteError<T> : Metric<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private double _sum, _count;

    public override string Name => "mean_absolute_error";

    public override double Value => _sum / _count;

    public override void Start() => (_sum, _count) = (0, 0);

    public override void Add(Tensor<T> outputs, Batch<T> batch)
    {
        MetricInputs.CheckTargets(outputs, batch, Name);
        ReadOnlySpan<T> made = outputs.AsSpan(), wanted = batch.Targets.AsSpan();
        for (int i = 0; i < made.Length; i++)
            _sum += Math.Abs(double.CreateTruncating(wanted[i]) - double.CreateTruncating(made[i]));
        _count += made.Length;
    }
}
