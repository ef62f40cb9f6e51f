using NormNet.Samples.Common;

namespace NormNet.Samples.Playground;

/// <summary>What the program was asked to do; without choices of its own it is the program's default.</summary>
public sealed record PlaygroundOptions
{
    /// <summary>The points' word on the command line.</summary>
    public string Points { get; init; } = "spirals";

    /// <summary>How many points to train on.</summary>
    public int Samples { get; init; } = 500;

    /// <summary>How far points stray, a standard deviation; null for what suits the set.</summary>
    public double? Noise { get; init; }

    /// <summary>The units of each hidden layer.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [16, 16];

    /// <summary>How to learn, and what to write.</summary>
    public TrainingOptions Training { get; init; } = new()
    {
        Epochs = 200,
        Batch = 100,
        LearningRate = 0.02,
        Optimizer = "adam",
        Schedule = "one-cycle",
        Norm = "batch",
        Activation = "tanh",
        Precision = "float",
        Seed = 1,
    };
}
