using BenchmarkDotNet.Attributes;
using NormNet.Tensors;

namespace NormNet.Benchmarks;

/// <summary>Matrix products of squares, and of the shapes that dense layers have.</summary>
public class ProductBenchmarks
{
    private readonly Generator _generator = new(seed: 1);
    private Tensor<float> _a = null!;
    private Tensor<float> _b = null!;

    [Params("64x64x64", "256x256x256", "1024x1024x1024", "64x784x256", "1x784x256")]
    public string Extents { get; set; } = "";

    [GlobalSetup]
    public void Draw()
    {
        int[] extents = Array.ConvertAll(Extents.Split('x'), int.Parse);
        _a = _generator.Normal<float>([extents[0], extents[1]]);
        _b = _generator.Normal<float>([extents[1], extents[2]]);
    }

    [Benchmark]
    public void Product() => Tensor<float>.Return(_a.MatMul(_b));
}
