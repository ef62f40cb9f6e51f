using BenchmarkDotNet.Attributes;

namespace NormNet.Benchmarks;

/// <summary>A training step of an MLP of 16 units a layer with batch normalization, batch 32, by the hidden layers.</summary>
public class DepthGrowth
{
    private Training _training = null!;

    [Params(1, 3, 10, 30, 100, 300, 1000)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Make() => _training = new Training(Networks.Mlp(16, [.. Enumerable.Repeat(16, Size)]), [32, 16]);

    [Benchmark]
    public void Step() => _training.Step();
}
