using NormNet.Tensors;

namespace NormNet.Samples.Experiments;

/// <summary>Runs experiments, keeps what is finished, prints the verdicts and writes the reports.</summary>
internal static class ExperimentProgram
{
    /// <summary>Does what the options say. A claim that does not hold is a result, not a failure.</summary>
    /// <returns>0.</returns>
    internal static int Run(ExperimentsOptions options, TextWriter output, CancellationToken cancellation)
    {
        CheckJson(options.Json);
        ExperimentSettings settings = options.Settings;
        if (options.Data is not null)
            CheckData(settings.Images);
        Directory.CreateDirectory(options.Out);
        if (options.Threads is { } threads)
            Workers.Count = threads;
        var reports = new List<Report>();
        foreach (Experiment experiment in options.Experiments)
        {
            var report = new Report(experiment, settings, Compute(experiment, settings, options, output, cancellation));
            ReportFolder.Write(Path.Combine(options.Out, experiment.Name), report);
            ReportText.WriteVerdicts(report, output);
            reports.Add(report);
        }

        if (options.All)
            IndexPage.Write(options.Out, reports);
        if (options.Json is not null)
            ReportJson.Write(options.Json, reports);
        return 0;
    }

    /// <summary>An experiment's results: what is kept from before is read, the rest computed.</summary>
    internal static RunResults Compute(
        Experiment experiment, ExperimentSettings settings, ExperimentsOptions options, TextWriter output, CancellationToken cancellation)
    {
        if (!options.Quiet)
            ReportText.WriteStart(experiment, settings, output);
        var store = new RunStore(Path.Combine(options.Out, experiment.Name, "runs"), experiment, settings);
        ExperimentRun[] runs = [.. experiment.Runs(settings)];
        var results = new Dictionary<string, RunResult>();
        foreach (ExperimentRun run in runs)
        {
            if (store.Find(run) is { } kept)
                results.Add(run.Key, kept);
        }

        ExperimentRun[] waiting = [.. runs.Where(run => !results.ContainsKey(run.Key))];
        bool alone = settings.Effort != Effort.Tiny;
        ExperimentDisplay.Show(experiment.Name, waiting, options.Quiet, output, display =>
            new RunQueue(options.Threads ?? Environment.ProcessorCount, alone, display.Advance, (run, result) =>
            {
                store.Keep(run, result);
                results.Add(run.Key, result);
                display.Finish();
            }).Run(waiting, cancellation));

        return new RunResults(runs.ToDictionary(run => run.Key, run => results[run.Key]), settings.SeedNumbers);
    }

    /// <summary>Reads the pictures, so that files which do not suit are told before anything is made or printed.</summary>
    private static void CheckData(ImageSets images) => _ = images.Pixels;

    private static void CheckJson(string? file)
    {
        if (file is null)
            return;
        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"--json {file}: there is no folder {folder}");
        if (Directory.Exists(file))
            throw new IOException($"--json {file}: this is a folder");
    }
}
