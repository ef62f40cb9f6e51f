namespace NormNet.Samples.Common;

/// <summary>The words of the command line and what they stand for.</summary>
internal static class TrainingChoices
{
    public static IReadOnlyList<string> Optimizers { get; } = ["sgd", "adam", "adamw"];

    public static IReadOnlyList<string> Schedules { get; } = ["constant", "step", "cosine", "one-cycle"];

    public static IReadOnlyList<string> Norms { get; } = ["none", "batch"];

    public static IReadOnlyList<string> Activations { get; } = ["relu", "tanh", "sigmoid"];

    public static IReadOnlyList<string> Precisions { get; } = ["float", "double"];
}
