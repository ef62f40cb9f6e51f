using BenchmarkDotNet.Attributes;
using NormNet.Optimizers;

namespace NormNet.Benchmarks;

/// <summary>Whole training steps: forward, loss, backward, update.</summary>
public class StepBenchmarks
{
    private Training _training = null!;

    [Params("MLP 2-16-16", "MLP 784-256-128", "CNN 16-32")]
    public string Network { get; set; } = "";

    [GlobalSetup]
    public void Make() => _training = Network switch
    {
        "MLP 2-16-16" => new(Networks.Mlp(2, 16, 16), [32, 2]),
        "MLP 784-256-128" => new(Networks.Mlp(784, 256, 128), [64, 784], parameters => new Adam<float>(parameters, learningRate: 1e-3)),
        _ => new(Networks.Cnn(), [64, 1, 28, 28]),
    };

    [Benchmark]
    public void Step() => _training.Step();
}
