namespace NormNet.Samples.Experiments;

/// <summary>An experiment with what came of it.</summary>
internal sealed class Report(Experiment experiment, ExperimentSettings settings, RunResults results)
{
    public Experiment Experiment => experiment;

    public ExperimentSettings Settings => settings;

    public Findings Findings { get; } = experiment.Conclude(settings, results);

    /// <summary>Seconds of all runs, one after another.</summary>
    public double Seconds { get; } = results.All.Sum(result => result.Seconds);

    /// <summary>Samples trained on by all runs.</summary>
    public long Samples { get; } = results.All.Sum(result => result.Samples);

    /// <summary>Samples trained on in a second of one run.</summary>
    public double SamplesPerSecond => Samples / Seconds;

    /// <summary>How many runs there were.</summary>
    public int Runs { get; } = results.All.Count();

    /// <summary>How many of them met a loss that is not finite.</summary>
    public int DivergedRuns { get; } = results.All.Count(result => result.Diverged);
}
