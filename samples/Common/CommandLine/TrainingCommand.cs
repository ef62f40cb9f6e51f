using System.CommandLine;

namespace NormNet.Samples.Common;

/// <summary>The command line that all training programs share.</summary>
public sealed class TrainingCommand
{
    private readonly Option<string?> _data =
        ProgramOptions.PathTo("--data", "Folder of MNIST-format files, plain or .gz; without it, digits are made", "DIR");

    private readonly Option<string> _download =
        ProgramOptions.Choice("--download", "Data set to fetch into --data's folder first", ["", .. ImageData.Sources.Keys], "");

    private readonly Option<int?> _trainCount =
        ProgramOptions.WholeOrNone("--train-count", "Training images to make, or to use of the folder", minimum: 1);
    private readonly Option<int> _epochs;
    private readonly Option<int?> _steps = ProgramOptions.WholeOrNone("--steps", "Train for this many steps instead of epochs", minimum: 1);
    private readonly Option<int> _batch;
    private readonly Option<double> _learningRate;
    private readonly Option<string> _optimizer;
    private readonly Option<string> _schedule;
    private readonly Option<string> _norm;
    private readonly Option<string> _activation;
    private readonly Option<string> _precision;
    private readonly Option<int> _seed;
    private readonly Option<int?> _threads = ProgramOptions.WholeOrNone("--threads", "Threads to use; one per core without it", minimum: 1);
    private readonly Option<string?> _save = ProgramOptions.PathTo("--save", "Checkpoint to write after each epoch and at the end", "FILE");
    private readonly Option<string?> _resume = ProgramOptions.PathTo("--resume", "Checkpoint to go on from", "FILE");

    private readonly Option<string?> _out =
        ProgramOptions.PathTo("--out", "Folder for history, curves, confusion matrix, filters, predictions", "DIR");

    private readonly Option<string?> _json = ProgramOptions.PathTo("--json", "File for the result's figures", "FILE");
    private readonly Option<bool> _profile = new("--profile") { Description = "Print time and memory per layer, and do not train" };

    private readonly Option<string?> _findLearningRate = ProgramOptions.PathTo(
        "--find-learning-rate", "Suggest a learning rate, write the loss over the rates as a .png, and do not train", "FILE");

    private readonly Option<bool> _quiet = new("--quiet") { Description = "Print the result only" };

    /// <summary>A command line with a program's defaults.</summary>
    public TrainingCommand(string description, TrainingOptions defaults)
    {
        _epochs = ProgramOptions.Whole("--epochs", "Passes over the training images", defaults.Epochs, minimum: 1);
        _batch = ProgramOptions.Whole("--batch", "Images in a step", defaults.Batch, minimum: 1);
        _learningRate = ProgramOptions.Positive("--learning-rate", "Learning rate, the highest of the schedule", defaults.LearningRate);
        _optimizer = ProgramOptions.Choice("--optimizer", "How gradients become steps", TrainingChoices.Optimizers, defaults.Optimizer);
        _schedule = ProgramOptions.Choice("--schedule", "How the learning rate changes", TrainingChoices.Schedules, defaults.Schedule);
        _norm = ProgramOptions.Choice("--norm", "Normalization of each hidden layer", NormChoices.Words, defaults.Norm);
        _activation = ProgramOptions.Choice("--activation", "Nonlinearity", TrainingChoices.Activations, defaults.Activation);
        _precision = ProgramOptions.Choice("--precision", "Type of all numbers", TrainingChoices.Precisions, defaults.Precision);
        _seed = ProgramOptions.Whole("--seed", "Start of all randomness", defaults.Seed);
        Command = new RootCommand(description)
        {
            _data, _download, _trainCount, _epochs, _steps, _batch, _learningRate, _optimizer, _schedule, _norm, _activation,
            _precision, _seed, _threads, _save, _resume, _out, _json, _profile, _findLearningRate, _quiet,
        };
        Command.Validators.Add(result =>
        {
            if (result.GetValue(_download) is { Length: > 0 } name && result.GetValue(_data) is null)
                result.AddError($"--download {name}: --data DIR is to say where to");
        });
    }

    /// <summary>The command, to be parsed.</summary>
    public RootCommand Command { get; }

    /// <summary>The options that a parsed command line gives.</summary>
    public TrainingOptions Read(ParseResult line) => new()
    {
        Data = line.GetValue(_data),
        Download = line.GetRequiredValue(_download) is { Length: > 0 } name ? name : null,
        TrainCount = line.GetValue(_trainCount),
        Epochs = line.GetValue(_epochs),
        Steps = line.GetValue(_steps),
        Batch = line.GetValue(_batch),
        LearningRate = line.GetValue(_learningRate),
        Optimizer = line.GetRequiredValue(_optimizer),
        Schedule = line.GetRequiredValue(_schedule),
        Norm = line.GetRequiredValue(_norm),
        Activation = line.GetRequiredValue(_activation),
        Precision = line.GetRequiredValue(_precision),
        Seed = line.GetValue(_seed),
        Threads = line.GetValue(_threads),
        Save = line.GetValue(_save),
        Resume = line.GetValue(_resume),
        Out = line.GetValue(_out),
        Json = line.GetValue(_json),
        Profile = line.GetValue(_profile),
        FindLearningRate = line.GetValue(_findLearningRate),
        Quiet = line.GetValue(_quiet),
    };
}
