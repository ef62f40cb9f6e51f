using NormNet.Autograd;
using NormNet.Samples.Common;
using NormNet.Samples.Experiments;

namespace NormNet.Tests.Samples.Experiments;

/// <summary>An experiment of numbers: variant "good" ends with its seed, variant "bad" diverges after its first value.</summary>
internal sealed class MadeExperiment : Experiment
{
    private int _computed;

    /// <summary>How many runs were computed.</summary>
    public int Computed => _computed;

    public int Version { get; set; } = 1;

    public override string Name => "made";

    public override string Title => "Made <numbers>";

    public override string Source => "Nobody 2000, §1";

    public override int Revision => Version;

    public override IReadOnlyList<ExperimentSwitch> Switches => [new("louder", "More of it")];

    public override IReadOnlyList<string> Choices(ExperimentSettings settings) => ["the numbers"];

    public override IEnumerable<ExperimentRun> Runs(ExperimentSettings settings) =>
        from variant in (string[])["good", "bad"]
        from seed in settings.SeedNumbers
        select ExperimentRun.Of(variant, seed, 2, context => Train(variant, seed, context));

    public override Findings Conclude(ExperimentSettings settings, RunResults results) => new(
        [
            new FindingTable("numbers", "Numbers", ["variant", "value"],
            [
                ["good", Cell.Of(results.Over("good", "value"), "F1")],
                ["bad, \"worst\"", Cell.Of(results.Over("bad", "value"), "F1")],
            ]),
        ],
        [new FindingChart("curve", "A line", CurveChart.Draw("Line", "x", "y", [results.Curve("good", "line", "good")]))],
        [
            new Claim("bad diverges", results.Of("bad").All(result => result.Diverged), "all did"),
            new Claim("good diverges", results.Of("good").Any(result => result.Diverged), "none did"),
            new Claim("nobody knows", null, "no figures"),
        ],
        ["a note"]);

    private RunResult Train(string variant, int seed, RunContext context)
    {
        Interlocked.Increment(ref _computed);
        context.Result.Samples = 10;
        context.Result.Curve("line").Add(0, seed);
        context.Advance();
        if (variant == "bad")
            throw new NonFiniteException("the loss is NaN");
        context.Result.Curve("line").Add(1, double.PositiveInfinity);
        context.Result.Values["value"] = seed;
        context.Advance();
        return context.Result;
    }
}
