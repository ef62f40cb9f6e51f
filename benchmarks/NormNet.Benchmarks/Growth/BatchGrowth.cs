using BenchmarkDotNet.Attributes;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Benchmarks;

/// <summary>A training step of the MLP 784-256-128-10 by the samples of a batch; normalized by layers, which one sample can train too.</summary>
public class BatchGrowth
{
    private Training _training = null!;

    [Params(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Make() => _training = new Training(Networks.Mlp(784, [256, 128], LayerNorm), [Size, 784]);

    [Benchmark]
    public void Step() => _training.Step();
}
