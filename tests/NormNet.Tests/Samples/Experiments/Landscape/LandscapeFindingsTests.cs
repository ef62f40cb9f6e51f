using NormNet.Samples.Experiments;

namespace NormNet.Tests.Samples.Experiments;

public class LandscapeFindingsTests
{
    private static readonly string[] Claimed =
        ["varies less", "gradient changes less", "effective β", "with its noise", "without the noise", "jump more", "higher learning rate"];

    [Fact]
    public void What_the_paper_found_holds_when_the_numbers_say_so() =>
        Verdicts(plain: 2, normalized: 1, noisyAccuracy: 0.95, noisyJump: 3).ShouldBe([true, true, true, true, true, true, true]);

    [Fact]
    public void The_opposite_numbers_turn_every_verdict_around() =>
        Verdicts(plain: 1, normalized: 2, noisyAccuracy: 0.93, noisyJump: 0.5, highRateAccuracy: 0.1)
            .ShouldBe([false, false, false, false, false, false, false]);

    [Fact]
    public void A_network_that_diverged_at_once_leaves_the_comparison_undecided_and_is_behind() =>
        Verdicts(plain: double.NaN, normalized: 1, noisyAccuracy: 0.95, noisyJump: 3).ShouldBe([null, null, null, true, true, null, true]);

    private static bool?[] Verdicts(
        double plain, double normalized, double noisyAccuracy, double noisyJump, double highRateAccuracy = 0.96)
    {
        var results = new MadeResults(seeds: 2);
        foreach (double rate in (double[])[LandscapeExperiment.Rate, LandscapeExperiment.HighRate])
        {
            results.With(LandscapeExperiment.Variant("plain", rate), (run, _) => Fill(run, plain, 0.9, jump: plain / 2));
            results.With(LandscapeExperiment.Variant("bn", rate), (run, _) =>
                Fill(run, normalized, rate == LandscapeExperiment.HighRate ? highRateAccuracy : 0.955, jump: 0));
            results.With(LandscapeExperiment.Variant("noisy-bn", rate), (run, _) => Fill(run, normalized, noisyAccuracy, noisyJump));
        }

        IReadOnlyList<Claim> claims = new LandscapeFindings(results.Results).Make().Claims;
        foreach ((Claim claim, string part) in claims.Zip(Claimed))
            claim.Text.ShouldContain(part);
        return [.. claims.Select(claim => claim.Holds)];
    }

    private static void Fill(RunResult run, double smoothness, double accuracy, double jump)
    {
        foreach (string curve in (string[])[LandscapeTraining.Lowest, LandscapeTraining.Highest, LandscapeTraining.Change, LandscapeTraining.UnitMean])
            run.Curve(curve).Add(0, 1);
        if (double.IsNaN(smoothness))
            return;
        foreach (string value in (string[])[LandscapeTraining.Range, LandscapeTraining.MedianChange, LandscapeTraining.Smoothness])
            run.Values[value] = smoothness;
        run.Values[LandscapeTraining.Jump] = jump;
        run.Values[LandscapeTraining.Accuracy] = run.Values[LandscapeTraining.QuietAccuracy] = accuracy;
    }
}
