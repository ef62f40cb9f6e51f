using NormNet.Samples.Experiments;

namespace NormNet.Tests.Samples.Experiments;

public class BatchSizeExperimentTests
{
    private const string Flat = "GN's mean errors";
    private const string WorseAtFour = "BN's error at 4 images a batch is above its error";
    private const string WorseAtTwo = "BN's error at 2 images a batch is above its error";
    private const string AboveGroup = "above GN's";
    private const string Averages = "moving averages";
    private const string Renorm = "Batch renormalization has";
    private const string Ghost = "ghost BN of 2's error at 32";

    private static readonly string[] All = [Flat, WorseAtFour, WorseAtTwo, AboveGroup, Averages, Renorm, Ghost];

    [Fact]
    public void Results_like_the_papers_bear_it_out()
    {
        Findings findings = Conclude(seeds: 3, group: _ => 0.03, batch: n => 0.02 + (0.2 / n));
        All.ShouldAllBe(part => InventedResults.Verdict(findings, part) == true);
        findings.Tables[0].Rows[1].Select(cell => cell.Text)
            .ShouldBe(["GN", "3.00 ± 0.10", "3.00 ± 0.10", "3.00 ± 0.10", "3.00 ± 0.10", "3.00 ± 0.10"]);
        findings.Tables[0].Rows[5].Skip(2).Select(cell => cell.Text)
            .ShouldBe(["0.25 ± 0.00", "1.50 ± 0.00", "4.00 ± 0.00", "9.00 ± 0.00"]);
        findings.Tables[1].Rows.Select(row => row[0].Text).ShouldBe(["BN", "batch renorm", "ghost BN of 2"]);
    }

    [Fact]
    public void Batch_normalization_as_flat_as_the_other_bears_out_nothing_of_it()
    {
        Findings findings = Conclude(seeds: 3, group: _ => 0.05, batch: _ => 0.03, reestimated: 0);
        InventedResults.Verdict(findings, Flat).ShouldBe(true);
        All[1..].ShouldAllBe(part => InventedResults.Verdict(findings, part) != true);
        InventedResults.Verdict(findings, AboveGroup).ShouldBe(false);
    }

    [Fact]
    public void The_reverse_does_not()
    {
        Findings findings = Conclude(seeds: 3, group: _ => 0.3, batch: n => 0.02 + (0.001 * n), reestimated: -0.01);
        All[1..].ShouldAllBe(part => InventedResults.Verdict(findings, part) == false);
    }

    [Fact]
    public void A_slope_of_group_normalization_is_seen()
    {
        InventedResults.Verdict(Conclude(seeds: 3, group: n => 0.03 + (0.01 / n), batch: n => 0.2 / n), Flat).ShouldBe(false);
        InventedResults.Verdict(Conclude(seeds: 1, group: n => 0.03 + (0.01 / n), batch: n => 0.2 / n), Flat).ShouldBeNull();
    }

    [Fact]
    public void It_runs()
    {
        var settings = new ExperimentSettings(Effort.Tiny, 1, 1, ImageSets.Made(64, 40));
        Findings findings = TinyRun.Of(new BatchSizeExperiment(), settings);
        findings.Tables[0].Rows.Count.ShouldBe(9);
        findings.Charts.ShouldHaveSingleItem();
    }

    /// <summary>Renormalization is between the two, ghost BN at every size what BN is at 2.</summary>
    private static Findings Conclude(int seeds, Func<int, double> group, Func<int, double> batch, double reestimated = 0.005)
    {
        var invented = new InventedResults(seeds);
        foreach (int size in BatchSizeExperiment.Sizes)
        {
            Give(ResidualNorm.Batch, batch(size));
            Give(ResidualNorm.Group, group(size));
            Give(ResidualNorm.Layer, group(size));
            Give(ResidualNorm.Renorm, (batch(size) + group(size)) / 2);
            Give(ResidualNorm.Ghost, batch(2));
            foreach (ResidualNorm norm in (ResidualNorm[])[ResidualNorm.Batch, ResidualNorm.Renorm, ResidualNorm.Ghost])
                invented.Give(BatchSizeExperiment.KeyOf(norm, size), ResidualTraining.Reestimated, batch(size) - reestimated, 0.001);

            void Give(ResidualNorm norm, double error) =>
                invented.Give(BatchSizeExperiment.KeyOf(norm, size), ResidualTraining.Error, error, 0.001);
        }

        return new BatchSizeExperiment().Conclude(invented.Settings, invented.Results);
    }
}
