using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Samples.Experiments;

/// <summary>A residual network of eight layers with weights for digits of 28×28 (He et al. 2016): 8, 16 and 32 channels.</summary>
/// <remarks>
/// The stem halves the picture twice, so that the three blocks work on maps of 7×7, 4×4 and 2×2: few values share a statistic, and at 2
/// images a batch only 8 do in the last block. Weights start as He et al. 2015 have it, and γ = 0 in the last normalization of each
/// block, so that a block begins as its shortcut (Wu &amp; He 2018, §4.1).
/// </remarks>
internal static class ResidualNetwork
{
    /// <summary>The network with its first weights.</summary>
    internal static Sequential<float> Build(ResidualNorm norm, int classes, Generator generator)
    {
        var lastOfBlocks = new List<Layer<float>>();
        var network = Sequential(
        [
            .. Convolution(norm, 1, [8, 14, 14], stride: 2),
            Relu(),
            MaxPool2D(3, stride: 2, padding: 1),
            .. Block(norm, 8, [8, 7, 7], lastOfBlocks),
            .. Block(norm, 8, [16, 4, 4], lastOfBlocks),
            .. Block(norm, 16, [32, 2, 2], lastOfBlocks),
            GlobalAveragePool(),
            Dense(32, classes),
        ]);
        network.Initialize(generator, Initializer.KaimingNormal(), Initializer.Zeros);
        foreach (NormalizationLayer<float> last in lastOfBlocks.OfType<NormalizationLayer<float>>())
            last.Weight!.Value.AsWritableSpan().Clear();
        return network;
    }

    private static Layer<float>[] Block(ResidualNorm norm, int inputs, Shape maps, List<Layer<float>> lastOfBlocks)
    {
        int stride = inputs == maps[0] ? 1 : 2;
        Layer<float>[] body = [.. Convolution(norm, inputs, maps, stride), Relu(), .. Convolution(norm, maps[0], maps)];
        lastOfBlocks.Add(body[^1]);
        return
        [
            stride == 1 ? Residual(body) : Residual(body, Sequential([.. Convolution(norm, inputs, maps, stride, kernel: 1)])),
            Relu(),
        ];
    }

    private static Layer<float>[] Convolution(ResidualNorm norm, int inputs, Shape maps, int stride = 1, int kernel = 3) =>
    [
        Conv2D(inputs, maps[0], kernel, stride, padding: kernel / 2, bias: !norm.RemovesBias),
        .. norm.Make is null ? [] : new[] { norm.Make(maps) },
    ];
}
