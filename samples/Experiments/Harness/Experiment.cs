namespace NormNet.Samples.Experiments;

/// <summary>One experiment: which trainings it needs, and what their results say.</summary>
internal abstract class Experiment
{
    /// <summary>The subcommand, such as <c>mnist-mlp</c>; also the name of the experiment's folder.</summary>
    public abstract string Name { get; }

    /// <summary>What it shows, in one line.</summary>
    public abstract string Title { get; }

    /// <summary>Paper and section.</summary>
    public abstract string Source { get; }

    /// <summary>Raised whenever the same settings make a run compute something else, so that runs kept from before are repeated.</summary>
    public virtual int Revision => 1;

    /// <summary>Switches of this experiment alone, all off unless named on the command line.</summary>
    public virtual IReadOnlyList<ExperimentSwitch> Switches => [];

    /// <summary>What the paper leaves open and what was chosen instead: printed, and part of the report.</summary>
    public abstract IReadOnlyList<string> Choices(ExperimentSettings settings);

    /// <summary>Every variant with every seed. Runs come in this order and share nothing.</summary>
    public abstract IEnumerable<ExperimentRun> Runs(ExperimentSettings settings);

    /// <summary>What the results say: tables, charts, and a verdict on each claim, whichever way it comes out.</summary>
    public abstract Findings Conclude(ExperimentSettings settings, RunResults results);
}

/// <summary>An option without a value that one experiment has.</summary>
/// <param name="Name">Without its dashes.</param>
/// <param name="Description">For <c>--help</c>.</param>
internal sealed record ExperimentSwitch(string Name, string Description);
