using BenchmarkDotNet.Attributes;

namespace NormNet.Benchmarks;

/// <summary>A training step of an MLP of two hidden layers with batch normalization, batch 64, by the units of a layer.</summary>
public class WidthGrowth
{
    private Training _training = null!;

    [Params(16, 32, 64, 128, 256, 512, 1024, 2048, 4096)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Make() => _training = new Training(Networks.Mlp(64, Size, Size), [64, 64]);

    [Benchmark]
    public void Step() => _training.Step();
}
