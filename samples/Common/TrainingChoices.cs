using System.Numerics;
using NormNet.Layers;
using NormNet.Optimizers;

namespace NormNet.Samples.Common;

/// <summary>The words of the command line and what they stand for.</summary>
public static class TrainingChoices
{
    private const double Momentum = 0.9;
    private const double WeightDecay = 0.01;

    /// <summary>How gradients become steps.</summary>
    public static IReadOnlyList<string> Optimizers { get; } = ["sgd", "adam", "adamw"];

    /// <summary>How the learning rate changes.</summary>
    public static IReadOnlyList<string> Schedules { get; } = ["constant", "step", "cosine", "one-cycle"];

    /// <summary>Nonlinearities.</summary>
    public static IReadOnlyList<string> Activations { get; } = ["relu", "tanh", "sigmoid"];

    /// <summary>Types of all numbers.</summary>
    public static IReadOnlyList<string> Precisions { get; } = ["float", "double"];

    internal static Layer<T> ActivationOf<T>(TrainingOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => options.Activation switch
        {
            "relu" => Nn<T>.Relu(),
            "tanh" => Nn<T>.Tanh(),
            _ => Nn<T>.Sigmoid(),
        };

    /// <summary>The optimizer of the word, with the learning rate.</summary>
    public static Optimizer<T> OptimizerOf<T>(TrainingOptions options, Module<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => options.Optimizer switch
        {
            "sgd" => new Sgd<T>(model.Parameters(), options.LearningRate, Momentum),
            "adam" => new Adam<T>(model.Parameters(), options.LearningRate),
            _ => new AdamW<T>(ParameterGroup<T>.SplitForDecay(model), options.LearningRate, weightDecay: WeightDecay),
        };

    /// <summary>The schedule of the word.</summary>
    public static Schedule ScheduleOf(TrainingOptions options, long steps) => options.Schedule switch
    {
        "constant" => Schedule.Constant,
        "step" => Schedule.Step(every: Math.Max(1, steps / 3)),
        "cosine" => Schedule.Cosine(steps),
        _ => Schedule.OneCycle(steps),
    };
}
