using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<double>;

namespace NormNet.Samples.StepThroughTape;

/// <summary>Networks small enough to be read number by number.</summary>
public static class Models
{
    /// <summary>What <see cref="Trace"/> knows.</summary>
    public static readonly IReadOnlyList<string> Names = ["mlp", "cnn", "batchnorm", "shared"];

    /// <summary>One training step's tape, forward and backward.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seed">Of the weights and the input.</param>
    public static TapeTrace Trace(string name, int seed) => name switch
    {
        "mlp" => Classify(Sequential(Dense(3, 4), Relu(), Dense(4, 2)), Shape.Of(2, 3), seed),
        "cnn" => Classify(
            Sequential(Conv2D(1, 2, kernel: 3, padding: 1), BatchNorm(2), Relu(), MaxPool2D(2), Flatten(), Dense(2 * 4 * 4, 3)),
            Shape.Of(2, 1, 8, 8),
            seed),
        "batchnorm" => Normalize(),
        "shared" => AddToItself(),
        _ => throw new ArgumentException($"'{name}' is not one of {string.Join(", ", Names)}.", nameof(name)),
    };

    private static TapeTrace Classify(Sequential<double> model, Shape input, int seed)
    {
        var generator = new Generator(seed);
        model.Initialize(generator);
        using var tape = Tape<double>.Record(teaching: true);
        Variable<double> x = tape.Input(generator.Normal<double>(input), "x");
        return TapeTrace.Of(tape, Losses.CrossEntropy(model.Forward(x), IndexTensor.From([0, 1])));
    }

    /// <summary>A batch of three samples with two features; the upstream gradient is uneven, since an even one comes to nothing.</summary>
    private static TapeTrace Normalize()
    {
        BatchNorm<double> norm = BatchNorm(2);
        using var tape = Tape<double>.Record(teaching: true);
        Variable<double> x = tape.Input(Tensor<double>.From([[1, 2], [3, 5], [4, 7]]), "x");
        return TapeTrace.Of(tape, norm.Forward(x), Tensor<double>.From([[1, 0], [0, 2], [-1, 1]]));
    }

    /// <summary>ℓ = Σ (a + a) · b: a is used twice, and its two contributions are added.</summary>
    private static TapeTrace AddToItself()
    {
        using var tape = Tape<double>.Record(teaching: true);
        Variable<double> a = tape.Input(Tensor<double>.From([1, 2]), "a"), b = tape.Input(Tensor<double>.From([3, 5]), "b");
        return TapeTrace.Of(tape, ((a + a) * b).Sum());
    }
}
