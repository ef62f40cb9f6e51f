using NormNet.Samples.Experiments;

namespace NormNet.Tests.Samples.Experiments;

public class MnistMlpFindingsTests
{
    [Fact]
    public void Ahead_at_every_checkpoint_from_step_500_holds_whatever_was_before()
    {
        Claim claim = Conclude([(100, 0.5), (500, 0.6), (1_000, 0.9)], [(100, 0.1), (500, 0.7), (1_000, 0.91)])[0];
        claim.Holds.ShouldBe(true);
        claim.Figures.ShouldContain("1.00 points, at step 1,000");
    }

    [Fact]
    public void Behind_at_one_checkpoint_does_not_hold()
    {
        Claim claim = Conclude([(500, 0.6), (1_000, 0.9), (2_000, 0.9)], [(500, 0.7), (1_000, 0.89), (2_000, 0.95)])[0];
        claim.Holds.ShouldBe(false);
        claim.Figures.ShouldContain("-1.00 points, at step 1,000");
    }

    [Fact]
    public void Without_a_checkpoint_that_late_it_is_undecided() => Conclude([(100, 0.5)], [(100, 0.6)])[0].Holds.ShouldBeNull();

    [Theory]
    [InlineData(3.1, 1, true)]
    [InlineData(2.9, 1, false)]
    [InlineData(1, 2, false)]
    [InlineData(0, 0, null)]
    public void Drift_is_judged_by_a_factor_of_three(double without, double with, bool? holds)
    {
        IReadOnlyList<Claim> claims = Conclude([(500, 0.5)], [(500, 0.6)], without, with);
        claims[2].Holds.ShouldBe(holds);
        claims[3].Holds.ShouldBe(holds);
    }

    [Fact]
    public void Drift_is_the_farthest_way_of_the_median_in_final_widths()
    {
        Series[] percentiles =
        [
            new() { X = [0, 1, 2], Y = [-1, -1, 1] },
            new() { X = [0, 1, 2], Y = [0, -4, 2] },
            new() { X = [0, 1, 2], Y = [1, 1, 5] },
        ];
        MnistMlpTraining.Drift(percentiles).ShouldBe(1.5);
    }

    [Fact]
    public void Measurements_begin_before_the_first_step_include_500_and_end_with_the_last()
    {
        long[] steps = [.. MnistMlpTraining.Checkpoints(50_000)];
        steps[0].ShouldBe(0);
        steps.ShouldContain(500);
        steps[^1].ShouldBe(50_000);
        steps.ShouldBe(steps.Distinct().Order());
        MnistMlpTraining.Checkpoints(20).ShouldBe([0, 20]);
    }

    private static IReadOnlyList<Claim> Conclude(
        (double Step, double Accuracy)[] plain, (double Step, double Accuracy)[] normalized, double drift = 1, double normalizedDrift = 1)
    {
        var results = new MadeResults(seeds: 2);
        foreach (string variant in (string[])["plain", "plain-small-start"])
            results.With(variant, (run, _) => Fill(run, plain, drift));
        foreach (string variant in (string[])["bn", "bn-small-start"])
            results.With(variant, (run, _) => Fill(run, normalized, normalizedDrift));
        var settings = new ExperimentSettings(Effort.Full, 2, 1, ImageSets.Made());
        return new MnistMlpExperiment().Conclude(settings, results.Results).Claims;
    }

    private static void Fill(RunResult run, (double Step, double Accuracy)[] accuracy, double drift)
    {
        foreach ((double step, double value) in accuracy)
        {
            run.Curve(MnistMlpTraining.Accuracy).Add(step, value);
            for (int p = 0; p < 3; p++)
                run.Curve(MnistMlpTraining.Percentile("typical", p)).Add(step, p);
        }

        run.Values[MnistMlpTraining.Accuracy] = accuracy[^1].Accuracy;
        run.Values[MnistMlpTraining.MovingAccuracy] = accuracy[^1].Accuracy;
        run.Values[MnistMlpTraining.TypicalDrift] = drift;
        run.Values[MnistMlpTraining.AllDrift] = drift;
    }
}
