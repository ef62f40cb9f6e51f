using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<float>;

namespace NormNet.TeachingCost;

/// <summary>Forward and backward of one training step. It is loaded once for each build of NormNet, and bound to that one.</summary>
public static class StepWorkload
{
    /// <summary>The names that <see cref="Make"/> knows.</summary>
    public static readonly string[] Names = ["cnn", "mlp"];

    /// <summary>One step with nobody looking; given something, it is called while the tape still holds what it keeps.</summary>
    public static Action<Action?> Make(string name)
    {
        (Sequential<float> model, Tensor<float> x, IndexTensor labels) = Model(name);
        return whileOpen =>
        {
            using var tape = Tape<float>.Record();
            tape.Backward(Losses.CrossEntropy(model.Forward(x), labels));
            whileOpen?.Invoke();
        };
    }

    /// <summary>The main job's network, or one of small layers.</summary>
    internal static (Sequential<float> Model, Tensor<float> X, IndexTensor Labels) Model(string name)
    {
        Sequential<float> model = name == "cnn"
            ? Sequential(
                Conv2D(1, 16, kernel: 3, padding: 1, bias: false), BatchNorm(16), Relu(), MaxPool2D(2),
                Conv2D(16, 32, kernel: 3, padding: 1, bias: false), BatchNorm(32), Relu(), MaxPool2D(2),
                Flatten(), Dense(32 * 7 * 7, 128, bias: false), BatchNorm(128), Relu(), Dense(128, 10))
            : Sequential(Dense(16, 16), BatchNorm(16), Relu(), Dense(16, 16), BatchNorm(16), Relu(), Dense(16, 10));
        model.Initialize(new Generator(seed: 1));
        Shape shape = name == "cnn" ? Shape.Of(64, 1, 28, 28) : Shape.Of(64, 16);
        int[] labels = [.. Enumerable.Range(0, 64).Select(i => i % 10)];
        return (model, new Generator(seed: 2).Normal<float>(shape), IndexTensor.From(labels));
    }
}
