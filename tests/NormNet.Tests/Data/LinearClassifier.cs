using NormNet.Data;
using NormNet.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace NormNet.Tests.Data;

/// <summary>Softmax regression by stochastic gradient descent, in plain loops: the yardstick of how hard a data set is.</summary>
internal sealed class LinearClassifier(int features, int classes)
{
    private const int BatchSize = 32;

    private readonly float[] _weight = new float[classes * features];
    private readonly float[] _bias = new float[classes];

    public void Train(DataSet<float> data, int epochs, float learningRate)
    {
        var shuffle = new Generator(seed: 1);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            float rate = learningRate * (1 - ((float)epoch / epochs));
            foreach (var batch in data.Batches(BatchSize, shuffle.Fork(epoch)))
                Step(batch, rate / batch.Count);
        }
    }

    public double Accuracy(DataSet<float> data)
    {
        int right = 0;
        for (int i = 0; i < data.Count; i++)
            right += TensorPrimitives.IndexOfMax(Logits(Sample(data.Inputs, i))) == data.Labels[i] ? 1 : 0;
        return (double)right / data.Count;
    }

    private void Step(Batch<float> batch, float rate)
    {
        float[][] gradients = [.. Enumerable.Range(0, batch.Count).Select(i => Gradient(Sample(batch.Inputs, i), batch.Labels[i]))];
        for (int i = 0; i < batch.Count; i++)
        {
            for (int k = 0; k < classes; k++)
            {
                Span<float> weight = _weight.AsSpan(k * features, features);
                TensorPrimitives.MultiplyAdd(Sample(batch.Inputs, i), -rate * gradients[i][k], weight, weight);
                _bias[k] -= rate * gradients[i][k];
            }
        }
    }

    private float[] Gradient(ReadOnlySpan<float> sample, int label)
    {
        float[] logits = Logits(sample), exponentials = Array.ConvertAll(logits, logit => MathF.Exp(logit - logits.Max()));
        float[] gradient = Array.ConvertAll(exponentials, value => value / exponentials.Sum());
        gradient[label]--;
        return gradient;
    }

    private float[] Logits(ReadOnlySpan<float> sample)
    {
        float[] logits = new float[classes];
        for (int k = 0; k < classes; k++)
            logits[k] = TensorPrimitives.Dot(sample, _weight.AsSpan(k * features, features)) + _bias[k];
        return logits;
    }

    private ReadOnlySpan<float> Sample(Tensor<float> inputs, int index) => inputs.AsSpan().Slice(index * features, features);
}
