using NormNet.Samples.Experiments;

namespace NormNet.Tests.Samples.Experiments;

/// <summary>Results of runs that nobody computed.</summary>
internal sealed class InventedResults(int seeds)
{
    private readonly Dictionary<string, RunResult> _byKey = [];

    /// <summary>Settings with the seeds from 1 on.</summary>
    internal ExperimentSettings Settings { get; } = new(Effort.Full, seeds, FirstSeed: 1, ImageSets.Made(1, 1));

    internal RunResults Results => new(_byKey, Settings.SeedNumbers);

    /// <summary>The result of a variant's run, empty at first.</summary>
    internal RunResult this[string variant, int seed]
    {
        get
        {
            string key = ExperimentRun.KeyOf(variant, seed);
            if (!_byKey.TryGetValue(key, out RunResult? result))
                _byKey[key] = result = new RunResult();
            return result;
        }
    }

    /// <summary>Gives a number to each run of a variant: around the mean, one deviation apart.</summary>
    internal void Give(string variant, string name, double mean, double deviation)
    {
        for (int seed = 1; seed <= seeds; seed++)
            this[variant, seed].Values[name] = mean + (deviation * (seed - ((seeds + 1) / 2.0)));
    }

    /// <summary>The verdict on the claim whose text holds a part.</summary>
    internal static bool? Verdict(Findings findings, string part) => findings.Claims.Single(claim => claim.Text.Contains(part)).Holds;
}
