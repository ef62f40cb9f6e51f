using NormNet.Autograd;
using NormNet.Samples.Experiments;

namespace NormNet.Tests.Samples.Experiments;

/// <summary>Runs an experiment here and now, without files.</summary>
internal static class TinyRun
{
    /// <summary>Runs and concludes; every run has to do the work it announced, unless it diverges.</summary>
    internal static Findings Of(Experiment experiment, ExperimentSettings settings)
    {
        var results = new Dictionary<string, RunResult>();
        foreach (ExperimentRun run in experiment.Runs(settings))
        {
            long advanced = 0;
            var context = new RunContext(steps => advanced += steps);
            try
            {
                results.Add(run.Key, run.Train(context));
                advanced.ShouldBe(run.Steps, run.Key);
            }
            catch (NonFiniteException)
            {
                context.Result.Diverged = true;
                results.Add(run.Key, context.Result);
            }
        }

        experiment.Choices(settings).ShouldNotBeEmpty();
        return experiment.Conclude(settings, new RunResults(results, settings.SeedNumbers));
    }
}
