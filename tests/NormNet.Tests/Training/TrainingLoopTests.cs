using NormNet.Autograd;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Tests.Training;

public sealed class TrainingLoopTests
{
    [Fact]
    public void The_loop_that_the_readme_shows_learns_digits_and_allocates_no_large_array_once_it_runs()
    {
        (DataSet<float> train, DataSet<float> test) = Digits.CreateSplit<float>(trainCount: 2560, testCount: 500, seed: 1).Standardize();
        var model = Sequential(
            Conv2D(1, 8, kernel: 3, padding: 1), BatchNorm(8), Relu(), MaxPool2D(2),
            Conv2D(8, 16, kernel: 3, padding: 1), BatchNorm(16), Relu(), MaxPool2D(2),
            Flatten(), Dense(16 * 7 * 7, 10));
        model.Initialize(new Generator(seed: 1));
        int operations = Operations(model);

        var optimizer = new Adam<float>(model.Parameters(), learningRate: 3e-3);
        var bytes = new List<long>();
        foreach (var batch in train.Batches(64, shuffle: new Generator(seed: 2), dropLast: true))
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            using var tape = Tape<float>.Record();
            var loss = Losses.CrossEntropy(model.Forward(batch.Inputs), batch.Labels);
            tape.Backward(loss);
            optimizer.Step();
            optimizer.ZeroGradients();
            bytes.Add(GC.GetAllocatedBytesForCurrentThread() - before);
        }

        model.Eval();
        Tensor<float> logits = model.Predict(test.Inputs, batchSize: 256);

        int right = logits.ArgMax(axis: 1).AsSpan().ToArray().Zip(test.Labels.AsSpan().ToArray()).Count(pair => pair.First == pair.Second);
        (right / 500.0).ShouldBeGreaterThan(0.7);
        // The smallest batch of images in this network has 200 KB. The median, because tests at work at the same time may take a storage out
        // of the pool that this step has just put back.
        bytes.Order().ElementAt(bytes.Count / 2).ShouldBeLessThan(operations * 512L);
    }

    /// <summary>How many operations a training step runs, forward and backward.</summary>
    private static int Operations(Layer<float> model)
    {
        using var tape = Tape<float>.Record();
        var loss = Losses.CrossEntropy(model.Forward(new Generator(seed: 3).Normal<float>([2, 1, 28, 28])), IndexTensor.From([0, 1]));
        _ = tape.Gradients(loss, [.. model.Parameters()], record: true);
        return tape.Nodes.Count;
    }
}
