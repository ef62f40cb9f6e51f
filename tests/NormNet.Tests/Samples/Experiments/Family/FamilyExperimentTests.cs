using NormNet.Samples.Experiments;

namespace NormNet.Tests.Samples.Experiments;

public class FamilyExperimentTests
{
    private const string GroupAboveBatch = "GN's validation error is above BN's";
    private const string InstanceAboveGroup = "IN's validation error is above GN's";
    private const string BatchTrainsWorse = "BN's training error is above GN's";
    private const string WithoutIsWorst = "Without normalization";

    [Fact]
    public void Results_like_the_papers_bear_it_out()
    {
        Findings findings = Conclude(seeds: 3, bn: 0.02, gn: 0.024, inorm: 0.03, none: 0.06, deviation: 0.001);
        findings.Claims.ShouldAllBe(claim => claim.Holds == true);
        findings.Tables[0].Rows[0].Select(cell => cell.Text).ShouldBe(["BN", "2.00 ± 0.10", "3.00 ± 0.10", "1.90 ± 0.10", "23.6"]);
    }

    [Fact]
    public void The_reverse_does_not_and_differences_within_the_noise_decide_nothing()
    {
        Findings reverse = Conclude(seeds: 3, bn: 0.03, gn: 0.025, inorm: 0.02, none: 0.01, deviation: 0.001);
        InventedResults.Verdict(reverse, GroupAboveBatch).ShouldBe(false);
        InventedResults.Verdict(reverse, InstanceAboveGroup).ShouldBe(false);
        InventedResults.Verdict(reverse, WithoutIsWorst).ShouldBe(false);
        Findings noise = Conclude(seeds: 3, bn: 0.02, gn: 0.021, inorm: 0.022, none: 0.06, deviation: 0.004);
        InventedResults.Verdict(reverse, BatchTrainsWorse).ShouldBe(false);
        InventedResults.Verdict(noise, GroupAboveBatch).ShouldBeNull();
        InventedResults.Verdict(noise, InstanceAboveGroup).ShouldBeNull();
        InventedResults.Verdict(noise, BatchTrainsWorse).ShouldBeNull();
    }

    [Fact]
    public void A_network_that_diverges_is_shown_and_counts_as_wrong_everywhere()
    {
        InventedResults invented = Invent(3, 0.02, 0.024, 0.03, 0.001, 0.001);
        foreach (string key in (string[])["none", "none-slow"])
        {
            for (int seed = 1; seed <= 3; seed++)
            {
                invented[key, seed].Values.Clear();
                invented[key, seed].Diverged = true;
            }
        }

        Findings findings = new FamilyExperiment().Conclude(invented.Settings, invented.Results);
        InventedResults.Verdict(findings, WithoutIsWorst).ShouldBe(true);
        findings.Tables[0].Rows[^1][0].Text.ShouldContain("3 diverged");
        findings.Tables[0].Rows[^1][1].Text.ShouldBe("–");
    }

    [Fact]
    public void One_seed_is_judged_with_a_caution() =>
        Conclude(seeds: 1, bn: 0.02, gn: 0.024, inorm: 0.03, none: 0.06, deviation: 0)
            .Claims.ShouldAllBe(claim => claim.Holds == true && claim.Figures.Contains("one seed"));

    [Fact]
    public void It_runs()
    {
        var settings = new ExperimentSettings(Effort.Tiny, 1, 1, ImageSets.Made(64, 40));
        Findings findings = TinyRun.Of(new FamilyExperiment(), settings);
        findings.Tables[0].Rows.Count.ShouldBe(7);
        findings.Charts.Count.ShouldBe(2);
    }

    private static Findings Conclude(int seeds, double bn, double gn, double inorm, double none, double deviation)
    {
        InventedResults invented = Invent(seeds, bn, gn, inorm, none, deviation);
        return new FamilyExperiment().Conclude(invented.Settings, invented.Results);
    }

    /// <summary>LN and RMS lie between GN and IN; training errors are as far above BN's as GN's validation errors are below.</summary>
    private static InventedResults Invent(int seeds, double bn, double gn, double inorm, double none, double deviation)
    {
        var invented = new InventedResults(seeds);
        (string Key, double Error)[] errors =
        [
            ("bn", bn), ("ln", (gn + inorm) / 2), ("in", inorm), ("gn", gn), ("rms", (gn + inorm) / 2), ("none", none), ("none-slow", none),
        ];
        foreach ((string key, double error) in errors)
        {
            invented.Give(key, ResidualTraining.Error, error, deviation);
            invented.Give(key, ResidualTraining.TrainingError, 0.05 - error, deviation);
        }

        invented.Give("bn", ResidualTraining.Reestimated, bn - 0.001, deviation);
        return invented;
    }
}
