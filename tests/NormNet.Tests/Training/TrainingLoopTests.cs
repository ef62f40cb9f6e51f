using NormNet.Autograd;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Tests.Training;

/// <summary>The training loop as a program writes it by hand, from the model to its predictions.</summary>
public class TrainingLoopTests
{
    [Fact]
    public void A_network_with_batch_normalization_learns_the_digits()
    {
        (DataSet<float> train, DataSet<float> test) = (Digits.Create<float>(1000, seed: 1), Digits.Create<float>(200, seed: 2));

        var model = Sequential(
            Conv2D(1, 16, kernel: 3, padding: 1), BatchNorm(16), Relu(), MaxPool2D(2),
            Conv2D(16, 32, kernel: 3, padding: 1), BatchNorm(32), Relu(), MaxPool2D(2),
            Flatten(), Dense(32 * 7 * 7, 10));
        model.Initialize(new Generator(seed: 1));

        var optimizer = new Adam<float>(model.Parameters(), learningRate: 1e-3);

        var losses = new List<float>();
        foreach (var batch in train.Batches(64, shuffle: new Generator(seed: 2), dropLast: true))
        {
            using var tape = Tape<float>.Record();
            var loss = Losses.CrossEntropy(model.Forward(batch.Inputs), batch.Labels);
            tape.Backward(loss);
            optimizer.Step();
            optimizer.ZeroGradients();
            losses.Add(loss.Value.Item());
        }

        model.Eval();
        Tensor<float> logits = model.Predict(test.Inputs, batchSize: 256);

        losses.Count.ShouldBe(15);
        losses.TakeLast(5).Average().ShouldBeLessThan(0.75f * losses[0]);
        logits.Shape.ShouldBe(Shape.Of(200, 10));
        logits.IsHandedBack.ShouldBeFalse();
        model.StateDict()["1.num_batches_tracked"].ToIntegers().ShouldBe([15L]);
    }
}
