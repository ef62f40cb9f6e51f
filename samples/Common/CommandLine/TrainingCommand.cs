using System.CommandLine;

namespace NormNet.Samples.Common;

/// <summary>The command line of the programs that train on images.</summary>
public sealed class TrainingCommand
{
    private readonly Option<string?> _data =
        ProgramOptions.PathTo("--data", "Folder of MNIST-format files, plain or .gz; without it, digits are made", "DIR");

    private readonly Option<string> _download =
        ProgramOptions.Choice("--download", "Data set to fetch into --data's folder first", ["", .. ImageData.Sources.Keys], "");

    private readonly Option<int?> _trainCount =
        ProgramOptions.WholeOrNone("--train-count", "Training images to make, or to use of the folder", minimum: 1);

    private readonly Option<int?> _steps = ProgramOptions.WholeOrNone("--steps", "Train for this many steps instead of epochs", minimum: 1);
    private readonly LearningOptions _learning;
    private readonly Option<string> _precision;
    private readonly Option<string?> _save = ProgramOptions.PathTo("--save", "Checkpoint to write after each epoch and at the end", "FILE");
    private readonly Option<string?> _resume = ProgramOptions.PathTo("--resume", "Checkpoint to go on from", "FILE");
    private readonly Option<bool> _profile = new("--profile") { Description = "Print time and memory per layer, and do not train" };

    private readonly Option<string?> _findLearningRate = ProgramOptions.PathTo(
        "--find-learning-rate", "Suggest a learning rate, write the loss over the rates as a .png, and do not train", "FILE");

    /// <summary>A command line with a program's defaults.</summary>
    public TrainingCommand(string description, TrainingOptions defaults)
    {
        _learning = new LearningOptions(defaults, output: "history, curves, confusion matrix, filters, predictions");
        _precision = ProgramOptions.Choice("--precision", "Type of all numbers", TrainingChoices.Precisions, defaults.Precision);
        Command = new RootCommand(description) { _data, _download, _trainCount, _steps };
        _learning.AddTo(Command);
        foreach (Option option in (Option[])[_precision, _save, _resume, _profile, _findLearningRate])
            Command.Add(option);
        _findLearningRate.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { Length: > 0 } file && !file.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
                result.AddError($"--find-learning-rate: '{file}' does not end in .png");
        });
        Command.Validators.Add(result =>
        {
            if (result.GetValue(_download) is { Length: > 0 } name && result.GetValue(_data) is null)
                result.AddError($"--download {name}: --data DIR is to say where to");
        });
    }

    /// <summary>The command, to be parsed.</summary>
    public RootCommand Command { get; }

    /// <summary>The options that a parsed command line gives.</summary>
    public TrainingOptions Read(ParseResult line) => _learning.Read(line) with
    {
        Data = line.GetValue(_data),
        Download = line.GetRequiredValue(_download) is { Length: > 0 } name ? name : null,
        TrainCount = line.GetValue(_trainCount),
        Steps = line.GetValue(_steps),
        Precision = line.GetRequiredValue(_precision),
        Save = line.GetValue(_save),
        Resume = line.GetValue(_resume),
        Profile = line.GetValue(_profile),
        FindLearningRate = line.GetValue(_findLearningRate),
    };
}
