using NormNet.Samples.Common;

namespace NormNet.Samples.Experiments;

/// <summary>The results of an experiment's runs.</summary>
internal sealed class RunResults(IReadOnlyDictionary<string, RunResult> byKey, IEnumerable<int> seeds)
{
    private readonly int[] _seeds = [.. seeds];

    /// <summary>A run's result by its key.</summary>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    public RunResult this[string key] => byKey.TryGetValue(key, out RunResult? result)
        ? result
        : throw new KeyNotFoundException($"There is no run '{key}' among {string.Join(", ", byKey.Keys)}.");

    public IEnumerable<RunResult> All => byKey.Values;

    /// <summary>A variant's results, one for each seed, in the seeds' order.</summary>
    public IReadOnlyList<RunResult> Of(string variant) => [.. _seeds.Select(seed => this[ExperimentRun.KeyOf(variant, seed)])];

    /// <summary>A number of a variant over its seeds; runs that have none (diverged) are left out.</summary>
    public Spread Over(string variant, string value) => Over(variant, result => result.Value(value));

    /// <summary>A number made of each of a variant's results; NaN is left out.</summary>
    public Spread Over(string variant, Func<RunResult, double> value) =>
        Spread.Of(Of(variant).Select(value).Where(number => !double.IsNaN(number)));

    /// <summary>A variant's curve: the mean over seeds, in a band from the least to the greatest.</summary>
    /// <remarks>At each position, over those runs that got there; where only one did, there is no band.</remarks>
    public Curve Curve(string variant, string curve, string label)
    {
        Series[] all = [.. Of(variant).Select(result => result.Curves.GetValueOrDefault(curve)).OfType<Series>()];
        double[] positions = [.. all.SelectMany(series => series.X).Distinct().Order()];
        double[][] values = [.. positions.Select(x => all.Select(series => series.At(x)).Where(double.IsFinite).ToArray())];
        return new Curve(label, positions, [.. values.Select(at => at.Length == 0 ? double.NaN : at.Average())])
        {
            Low = all.Length < 2 ? null : [.. values.Select(at => at.DefaultIfEmpty(double.NaN).Min())],
            High = all.Length < 2 ? null : [.. values.Select(at => at.DefaultIfEmpty(double.NaN).Max())],
        };
    }
}
