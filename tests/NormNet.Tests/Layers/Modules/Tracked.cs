using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

/// <summary>A layer with one of everything: y = x·W·noise + mean, which counts its batches and keeps the last one's mean.</summary>
internal sealed class Tracked<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Tracked()
    {
        Weight = Register("weight", new Parameter<T>(Tensor<T>.Ones([2, 2])));
        Mean = Register("running_mean", new Buffer<T>(Tensor<T>.Zeros([2])));
        Batches = Register("batches", new Counter());
        Noise = Register("noise", new RandomSource());
    }

    public Parameter<T> Weight { get; }

    public Buffer<T> Mean { get; }

    public Counter Batches { get; }

    public RandomSource Noise { get; }

    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        Variable<T> noisy = input.MatMul(Weight) * Noise.Next().Normal<T>([2]) + Mean.Value;
        Batches.Value++;
        Mean.Value = input.Value.Mean([0]).Clone();
        return noisy;
    }

    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new Tracked<T>();
}
