using BenchmarkDotNet.Attributes;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Benchmarks;

/// <summary>Convolutions of 32 images of 28×28: the first layer's, a middle one's, 1×1, and with stride 2.</summary>
public class ConvolutionBenchmarks
{
    private LayerWork _work = null!;

    [Params("1-16 3x3", "32-64 3x3", "32-64 1x1", "32-64 3x3 stride 2")]
    public string Kind { get; set; } = "";

    [GlobalSetup]
    public void Make() => _work = Kind switch
    {
        "1-16 3x3" => new(Conv2D(1, 16, kernel: 3, padding: 1), [32, 1, 28, 28]),
        "32-64 3x3" => new(Conv2D(32, 64, kernel: 3, padding: 1), [32, 32, 28, 28]),
        "32-64 1x1" => new(Conv2D(32, 64, kernel: 1), [32, 32, 28, 28]),
        _ => new(Conv2D(32, 64, kernel: 3, stride: 2, padding: 1), [32, 32, 28, 28]),
    };

    [Benchmark]
    public void Forward() => _work.Forward();

    [Benchmark]
    public void ForwardAndBackward() => _work.ForwardAndBackward();
}
