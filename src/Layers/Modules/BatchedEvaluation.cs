using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>Applies a layer to many samples a batch at a time; only the outputs are kept.</summary>
internal static class BatchedEvaluation
{
    internal static Tensor<T> Run<T>(Layer<T> layer, Tensor<T> inputs, int batchSize)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int samples = inputs.Shape[0];
        Tensor<T>? outputs = null;
        for (int start = 0; start < samples; start += batchSize)
        {
            int count = Math.Min(batchSize, samples - start);
            using var memory = new InferenceScope<T>();
            Variable<T> batch = count == samples ? inputs : new Variable<T>(inputs).Slice(axis: 0, start, count);
            Tensor<T> output = layer.Forward(batch).Value;
            if (output.Rank == 0 || output.Shape[0] != count)
                throw new ArgumentException($"Predict: {layer} made {output.Shape} of {batch.Shape}, not one row a sample.", nameof(layer));

            outputs ??= Tensor<T>.Zeros(output.Shape.With(0, samples));
            int stride = output.Count / count;
            output.AsSpan().CopyTo(outputs.AsWritableSpan()[(start * stride)..]);
        }

        return outputs!;
    }
}
