using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Samples.Experiments;

/// <summary>What normalizes the network of dense layers.</summary>
internal enum DenseNorm
{
    None,
    Layer,
    Batch,
}

/// <summary>784-units-units-classes, permutation-invariant: dense, normalization, ReLU, twice, and a dense layer of logits.</summary>
internal static class DenseNetwork
{
    internal static Sequential<float> Build(DenseNorm norm, Shape sample, int units, int classes, Generator weights)
    {
        Sequential<float> model = Sequential(
        [
            Flatten(),
            .. Hidden(norm, sample.Count, units),
            .. Hidden(norm, units, units),
            Dense(units, classes),
            .. norm == DenseNorm.Batch ? [new UnbiasedBatchNorm(classes)] : Array.Empty<Layer<float>>(),
        ]);
        model.Initialize(weights);
        return model;
    }

    private static Layer<float>[] Hidden(DenseNorm norm, int inputs, int units) => norm switch
    {
        DenseNorm.Layer => [Dense(inputs, units), LayerNorm(units), Relu()],
        DenseNorm.Batch => [Dense(inputs, units), new UnbiasedBatchNorm(units), Relu()],
        _ => [Dense(inputs, units), Relu()],
    };
}
