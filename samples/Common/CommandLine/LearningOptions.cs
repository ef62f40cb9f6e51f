using System.CommandLine;

namespace NormNet.Samples.Common;

/// <summary>The options of every program that trains: how to learn, and what to write.</summary>
public sealed class LearningOptions
{
    private readonly TrainingOptions _defaults;
    private readonly Option<int> _epochs;
    private readonly Option<int> _batch;
    private readonly Option<double> _learningRate;
    private readonly Option<string> _optimizer;
    private readonly Option<string> _schedule;
    private readonly Option<string> _norm;
    private readonly Option<string> _activation;
    private readonly Option<int> _seed;
    private readonly Option<int?> _threads = ProgramOptions.WholeOrNone("--threads", "Threads to use; one per core without it", minimum: 1);
    private readonly Option<string?> _out;
    private readonly Option<string?> _json = ProgramOptions.PathTo("--json", "File for the result's figures", "FILE");
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Print the result only" };

    /// <summary>The options with a program's defaults.</summary>
    /// <param name="defaults">What holds where the command line says nothing.</param>
    /// <param name="output">What the program writes into the folder of <c>--out</c>, for <c>--help</c>.</param>
    public LearningOptions(TrainingOptions defaults, string output)
    {
        ArgumentNullException.ThrowIfNull(defaults);
        _defaults = defaults;
        _epochs = ProgramOptions.Whole("--epochs", "Passes over the training samples", defaults.Epochs, minimum: 1);
        _batch = ProgramOptions.Whole("--batch", "Samples in a step", defaults.Batch, minimum: 1);
        _learningRate = ProgramOptions.Positive("--learning-rate", "Learning rate, the highest of the schedule", defaults.LearningRate);
        _optimizer = ProgramOptions.Choice("--optimizer", "How gradients become steps", TrainingChoices.Optimizers, defaults.Optimizer);
        _schedule = ProgramOptions.Choice("--schedule", "How the learning rate changes", TrainingChoices.Schedules, defaults.Schedule);
        _norm = ProgramOptions.Choice("--norm", "Normalization of each hidden layer", NormChoices.Words, defaults.Norm);
        _activation = ProgramOptions.Choice("--activation", "Nonlinearity", TrainingChoices.Activations, defaults.Activation);
        _seed = ProgramOptions.Whole("--seed", "Start of all randomness", defaults.Seed);
        _out = ProgramOptions.PathTo("--out", $"Folder for {output}", "DIR");
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        foreach (Option option in (Option[])
            [_epochs, _batch, _learningRate, _optimizer, _schedule, _norm, _activation, _seed, _threads, _out, _json, _quiet])
        {
            command.Add(option);
        }
    }

    /// <summary>What a parsed command line gives; the rest is as in the defaults.</summary>
    public TrainingOptions Read(ParseResult line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return _defaults with
        {
            Epochs = line.GetValue(_epochs),
            Batch = line.GetValue(_batch),
            LearningRate = line.GetValue(_learningRate),
            Optimizer = line.GetRequiredValue(_optimizer),
            Schedule = line.GetRequiredValue(_schedule),
            Norm = line.GetRequiredValue(_norm),
            Activation = line.GetRequiredValue(_activation),
            Seed = line.GetValue(_seed),
            Threads = line.GetValue(_threads),
            Out = line.GetValue(_out),
            Json = line.GetValue(_json),
            Quiet = line.GetValue(_quiet),
        };
    }
}
