using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Samples.Experiments;

/// <summary>A small Inception network for digits of 28×28: ten layers with weights in the longest path, 12,600 parameters.</summary>
/// <remarks>
/// Four modules (Szegedy et al. 2015) of branches 1×1, 3×3, 5×5 and pooled, three at 7×7 and one at 4×4 places. Batch normalization stands
/// between convolution and nonlinearity, and the convolution then has no bias (Ioffe &amp; Szegedy 2015, §3.2).
/// </remarks>
internal sealed class InceptionNetwork
{
    private const double DropoutProbability = 0.4;
    private const int LocalNeighbours = 5;

    private readonly InceptionVariant _variant;

    private InceptionNetwork(InceptionVariant variant) => _variant = variant;

    /// <summary>The network of a variant, with its first weights.</summary>
    internal static Sequential<float> Build(InceptionVariant variant, int classes, Generator generator)
    {
        Sequential<float> network = new InceptionNetwork(variant).Layers(classes);
        network.Initialize(
            generator, variant.Sigmoid ? Initializer.XavierNormal() : Initializer.KaimingNormal(), Initializer.Zeros);
        return network;
    }

    private Sequential<float> Layers(int classes) => Sequential(
    [
        .. Unit(1, 8, kernel: 3, stride: 2),
        MaxPool2D(3, stride: 2, padding: 1),
        .. _variant.Has(SideChanges.NoLocalResponseNorm) ? [] : new Layer<float>[] { LocalResponseNorm(LocalNeighbours) },
        Inception(8, 4, (4, 8), (2, 4), 4),
        Inception(20, 8, (8, 12), (4, 8), 4),
        Inception(32, 8, (8, 16), (4, 8), 8),
        MaxPool2D(3, stride: 2, padding: 1),
        Inception(40, 12, (12, 24), (6, 12), 12),
        GlobalAveragePool(),
        .. _variant.Has(SideChanges.NoDropout) ? [] : new Layer<float>[] { Dropout(DropoutProbability) },
        Dense(60, classes),
    ]);

    private Concatenate<float> Inception(int inputs, int one, (int Reduced, int Made) three, (int Reduced, int Made) five, int pool) =>
        Concatenate(
            Sequential([.. Unit(inputs, one, kernel: 1)]),
            Sequential([.. Unit(inputs, three.Reduced, kernel: 1), .. Unit(three.Reduced, three.Made, kernel: 3)]),
            Sequential([.. Unit(inputs, five.Reduced, kernel: 1), .. Unit(five.Reduced, five.Made, kernel: 5)]),
            Sequential([.. Unit(inputs, pool, kernel: 1), MaxPool2D(3, stride: 1, padding: 1)]));

    private Layer<float>[] Unit(int inputs, int outputs, int kernel, int stride = 1) =>
    [
        Conv2D(inputs, outputs, kernel, stride, padding: kernel / 2, bias: !_variant.BatchNorm),
        .. _variant.BatchNorm ? new Layer<float>[] { BatchNorm(outputs) } : [],
        _variant.Sigmoid ? Sigmoid() : Relu(),
    ];
}
