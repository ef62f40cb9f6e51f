using NormNet.Samples.Experiments;

namespace NormNet.Tests.Samples.Experiments;

/// <summary>Results that nobody computed, to see what an experiment concludes from them.</summary>
internal sealed class MadeResults(int seeds)
{
    private readonly Dictionary<string, RunResult> _results = [];

    public RunResults Results => new(_results, Enumerable.Range(1, seeds));

    /// <summary>Adds a variant: the same filling for each seed, which is its argument.</summary>
    public MadeResults With(string variant, Action<RunResult, int> fill)
    {
        for (int seed = 1; seed <= seeds; seed++)
        {
            var result = new RunResult();
            fill(result, seed);
            _results.Add(ExperimentRun.KeyOf(variant, seed), result);
        }

        return this;
    }
}
