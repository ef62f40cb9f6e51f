using System.Globalization;

namespace NormNet.Samples.Experiments;

/// <summary>One training, independent of all others: whatever it draws comes from its own seed, and it touches no static state.</summary>
/// <param name="Key">Unique in the experiment, such as <c>bn-x5/seed=2</c>; also the path of its file.</param>
/// <param name="Steps">How much work it is, in a unit that all runs of the experiment share.</param>
/// <param name="Train">Does the work. A <see cref="Autograd.NonFiniteException"/> makes the run a diverged one.</param>
internal sealed record ExperimentRun(string Key, long Steps, Func<RunContext, RunResult> Train)
{
    /// <summary>The run of a variant with a seed.</summary>
    public static ExperimentRun Of(string variant, int seed, long steps, Func<RunContext, RunResult> train) =>
        new(KeyOf(variant, seed), steps, train);

    /// <summary>The key of a variant's run with a seed: <c>variant/seed=N</c>.</summary>
    public static string KeyOf(string variant, int seed) => string.Create(CultureInfo.InvariantCulture, $"{variant}/seed={seed}");
}
