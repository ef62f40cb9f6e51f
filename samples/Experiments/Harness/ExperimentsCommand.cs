using System.CommandLine;
using NormNet.Samples.Common;

namespace NormNet.Samples.Experiments;

/// <summary>The program's command line: one subcommand for each experiment, and <c>all</c>.</summary>
internal sealed class ExperimentsCommand
{
    private const string All = "all";

    // Seeds are the first one and those after it, which have to be whole numbers too.
    private const int LastSeed = 1_000_000_000, MostSeeds = 1_000;

    private static readonly ExperimentsOptions Defaults = new() { Experiments = [] };

    private readonly IReadOnlyList<Experiment> _experiments;
    private readonly Dictionary<string, Option<bool>> _switches = [];
    private readonly Option<bool> _quick = new("--quick")
    {
        Description = "One seed and fewer steps: under two minutes on two cores for each experiment",
        Recursive = true,
    };

    private readonly Option<string?> _data =
        ProgramOptions.PathTo("--data", "Folder of MNIST-format files, plain or .gz; without it, digits are made", "DIR");

    private readonly Option<int?> _seeds =
        ProgramOptions.WholeOrNone("--seeds", "Runs of each variant; 3 without it, 1 with --quick", minimum: 1, MostSeeds);

    private readonly Option<int> _seed =
        ProgramOptions.Whole("--seed", "The first run's seed; the others follow", Defaults.Seed, minimum: 0, LastSeed);

    private readonly Option<string?> _out =
        ProgramOptions.PathTo("--out", $"Folder for results, a folder in it for each experiment; '{Defaults.Out}' without it", "DIR");

    private readonly Option<string?> _json = ProgramOptions.PathTo("--json", "File for the tables' numbers and the verdicts", "FILE");
    private readonly Option<int?> _threads =
        ProgramOptions.WholeOrNone("--threads", "Runs at once; one per core without it", minimum: 1);

    private readonly Option<bool> _quiet = new("--quiet") { Description = "Print the verdicts only", Recursive = true };

    internal ExperimentsCommand(IReadOnlyList<Experiment> experiments)
    {
        _experiments = experiments;
        Command = new RootCommand("The tables and claims about normalization, each as an experiment.");
        foreach (Option option in (Option[])[_quick, _data, _seeds, _seed, _out, _json, _threads, _quiet])
        {
            option.Recursive = true;
            Command.Add(option);
        }

        foreach (Experiment experiment in experiments)
            Command.Add(Subcommand(experiment));
        Command.Add(new Command(All, "Every experiment, and a page that leads to them"));
    }

    /// <summary>The command, to be parsed.</summary>
    public RootCommand Command { get; }

    /// <summary>The options that a parsed command line gives.</summary>
    public ExperimentsOptions Read(ParseResult line)
    {
        string name = line.CommandResult.Command.Name;
        return new ExperimentsOptions
        {
            Experiments = name == All ? _experiments : [.. _experiments.Where(experiment => experiment.Name == name)],
            All = name == All,
            Effort = line.GetValue(_quick) ? Effort.Quick : Effort.Full,
            Data = line.GetValue(_data),
            Seeds = line.GetValue(_seeds),
            Seed = line.GetValue(_seed),
            Out = line.GetValue(_out) ?? Defaults.Out,
            Json = line.GetValue(_json),
            Threads = line.GetValue(_threads),
            Quiet = line.GetValue(_quiet),
            Switches = _switches.Where(own => line.GetValue(own.Value)).Select(own => own.Key).ToHashSet(),
        };
    }

    private Command Subcommand(Experiment experiment)
    {
        var command = new Command(experiment.Name, experiment.Title);
        foreach (ExperimentSwitch own in experiment.Switches)
        {
            var option = new Option<bool>($"--{own.Name}") { Description = own.Description };
            _switches.Add(own.Name, option);
            command.Add(option);
        }

        return command;
    }
}
