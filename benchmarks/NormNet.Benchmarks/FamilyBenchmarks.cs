using BenchmarkDotNet.Attributes;
using NormNet.Layers;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Benchmarks;

/// <summary>The normalization family on feature maps of (32, 64, 28, 28), fused and in single operations.</summary>
public class FamilyBenchmarks
{
    private const int Channels = 64;
    private LayerWork _work = null!;

    [Params("BatchNorm", "LayerNorm", "InstanceNorm", "GroupNorm", "RmsNorm")]
    public string Layer { get; set; } = "";

    [Params(NormalizationImplementation.Fused, NormalizationImplementation.Composed)]
    public NormalizationImplementation Implementation { get; set; }

    [GlobalSetup]
    public void Make()
    {
        NormalizationLayer<float> layer = Layer switch
        {
            "BatchNorm" => BatchNorm(Channels),
            "LayerNorm" => LayerNorm([Channels, 28, 28]),
            "InstanceNorm" => InstanceNorm(Channels, weight: true, bias: true),
            "GroupNorm" => GroupNorm(8, Channels),
            _ => RmsNorm([Channels, 28, 28]),
        };
        layer.Implementation = Implementation;
        _work = new LayerWork(layer, [32, Channels, 28, 28]);
    }

    [Benchmark]
    public void Forward() => _work.Forward();

    [Benchmark]
    public void ForwardAndBackward() => _work.ForwardAndBackward();
}
