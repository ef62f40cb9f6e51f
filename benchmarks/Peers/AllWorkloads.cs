namespace NormNet.Peers;

/// <summary>A workload by the name that the table has for it; it is made when its turn comes, and disposed of before the next.</summary>
internal sealed record NamedWorkload(string Name, Func<Workload> Create);

/// <summary>The workloads, in the order of the table.</summary>
internal static class AllWorkloads
{
    internal static IReadOnlyList<NamedWorkload> List { get; } =
    [
        new("matrix product 64", () => new MatrixProduct(64)),
        new("matrix product 128", () => new MatrixProduct(128)),
        new("matrix product 256", () => new MatrixProduct(256)),
        new("matrix product 512", () => new MatrixProduct(512)),
        new("matrix product 1024", () => new MatrixProduct(1024)),
        new("step: MLP 2-16-16-1 tanh, SGD, batch 32", () => new TrainingStep(new TinyMlp(), Descent.Sgd, batch: 32)),
        new("step: MLP 784-3×100 sigmoid BN-10, SGD, batch 60", () => new TrainingStep(new SigmoidMlp(), Descent.Sgd, batch: 60)),
        new("step: MLP 784-256-128-10 BN, Adam, batch 64", () => new TrainingStep(new ReluMlp(), Descent.Adam, batch: 64)),
        new("step: MLP 784-256-128-10 BN, Adam, batch 256", () => new TrainingStep(new ReluMlp(), Descent.Adam, batch: 256)),
        new("step: CNN 1-16-32, 3×3, BN, pool, 28×28, momentum, batch 64", () => new TrainingStep(new SmallCnn(), Descent.Momentum, batch: 64)),
        new("step: CNN 3-32-32-64-64, BN, 32×32, batch 32", () => new TrainingStep(new DeepCnn(), Descent.Momentum, batch: 32)),
        new("evaluate one sample: MLP 784-256-128-10 BN", () => new Evaluation(new ReluMlp())),
        new("evaluate one sample: the 16-32 CNN", () => new Evaluation(new SmallCnn())),
        new("BatchNorm [64,64,28,28] forward", () => new BatchNormalization([64, 64, 28, 28], backward: false)),
        new("BatchNorm [64,64,28,28] forward+backward", () => new BatchNormalization([64, 64, 28, 28], backward: true)),
        new("BatchNorm [256,1024] forward+backward", () => new BatchNormalization([256, 1024], backward: true)),
        new("LayerNorm [4096,768] forward+backward", () => new LayerNormalization([4096, 768])),
        new("GroupNorm(8) [32,64,28,28] forward+backward", () => new GroupNormalization(groups: 8, [32, 64, 28, 28])),
        new("InstanceNorm [32,64,28,28] forward+backward", () => new InstanceNormalization([32, 64, 28, 28])),
        new("convolution 32→64, 3×3, [64,32,28,28] forward", () => new Convolution(backward: false)),
        new("convolution 32→64, 3×3, [64,32,28,28] forward+backward", () => new Convolution(backward: true)),
        new("softmax cross-entropy [256,1000] forward+backward", () => new SoftmaxCrossEntropy(samples: 256, classes: 1000)),
        new("v = v * c + c, 1,000 times on 16 values, sum, backward", () => new Chain()),
    ];
}
