namespace NormNet.Samples.Common;

/// <summary>What a training program was asked to do; a program's own defaults are one of these too.</summary>
public sealed record TrainingOptions
{
    /// <summary>A folder of MNIST-format files; null for the built-in digits.</summary>
    public string? Data { get; init; }

    /// <summary>The data set to fetch into the folder first; null for none.</summary>
    public string? Download { get; init; }

    /// <summary>How many training images; null for all of the folder, or for the program's default of made ones.</summary>
    public int? TrainCount { get; init; }

    /// <summary>Passes over the training images, unless <see cref="Steps"/> is given.</summary>
    public required int Epochs { get; init; }

    /// <summary>Optimizer steps instead of epochs; null to go by epochs.</summary>
    public int? Steps { get; init; }

    /// <summary>Images in a step.</summary>
    public required int Batch { get; init; }

    /// <summary>The learning rate; the highest one where a schedule changes it.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The optimizer's word on the command line.</summary>
    public required string Optimizer { get; init; }

    /// <summary>The schedule's word on the command line.</summary>
    public required string Schedule { get; init; }

    /// <summary>The normalization's word on the command line.</summary>
    public required string Norm { get; init; }

    /// <summary>The activation's word on the command line.</summary>
    public required string Activation { get; init; }

    /// <summary><c>float</c> or <c>double</c>.</summary>
    public required string Precision { get; init; }

    /// <summary>Where all randomness starts.</summary>
    public required int Seed { get; init; }

    /// <summary>Threads of the workers; null for one per core.</summary>
    public int? Threads { get; init; }

    /// <summary>The checkpoint to write; null for none.</summary>
    public string? Save { get; init; }

    /// <summary>The checkpoint to go on from; null to start afresh.</summary>
    public string? Resume { get; init; }

    /// <summary>The folder for the history and the pictures; null for none.</summary>
    public string? Out { get; init; }

    /// <summary>The file for the result's figures; null for none.</summary>
    public string? Json { get; init; }

    /// <summary>Whether time and memory per layer are printed, instead of training.</summary>
    public bool Profile { get; init; }

    /// <summary>The picture of the loss over the learning rate to write, instead of training; null to train.</summary>
    public string? FindLearningRate { get; init; }

    /// <summary>Whether nothing but the result is printed.</summary>
    public bool Quiet { get; init; }
}
