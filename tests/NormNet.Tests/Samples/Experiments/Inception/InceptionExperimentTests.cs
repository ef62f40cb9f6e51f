using NormNet.Samples.Experiments;

namespace NormNet.Tests.Samples.Experiments;

public class InceptionExperimentTests
{
    private const string BaselineFaster = "BN-Baseline needs fewer steps";
    private const string Times5Faster = "BN-x5 needs fewer steps";
    private const string Times30Faster = "BN-x30 needs fewer steps";
    private const string Times30Higher = "BN-x30's best accuracy";
    private const string Nowhere5 = "At 5 times the rate";
    private const string Nowhere30 = "At 30 times the rate";
    private const string SigmoidAtChance = "without BN the network stays at chance";
    private const string SigmoidTrains = "With the sigmoid and BN";

    private static readonly string[] All =
        [BaselineFaster, Times5Faster, Times30Faster, Times30Higher, Nowhere5, Nowhere30, SigmoidAtChance, SigmoidTrains];

    [Fact]
    public void Results_like_the_papers_bear_it_out()
    {
        Findings findings = Conclude(LikeThePaper());
        All.ShouldAllBe(part => InventedResults.Verdict(findings, part) == true);
        findings.Tables[0].Rows.Select(row => row[1].Text).ShouldBe(
            ["40 ± 0", "30 ± 0", "10 ± 0", "20 ± 0", "not reached", "not reached", "not reached", "not reached"]);
        findings.Tables[0].Rows[^1].Select(cell => cell.Text)
            .ShouldBe(["Inception-x30", "not reached", "–", "3 of 3, after steps 2, 2, 2", "–", "–"]);
    }

    [Fact]
    public void The_reverse_does_not()
    {
        Dictionary<string, double[]> reverse = LikeThePaper();
        (reverse["bn-baseline"], reverse["bn-x5"]) = ([0.1, 0.2, 0.3, 0.72], [0.1, 0.2, 0.3, 0.71]);
        (reverse["bn-x30"], reverse["bn-x5-sigmoid"]) = ([0.1, 0.1, 0.1, 0.1], [0.1, 0.1, 0.1, 0.1]);
        reverse["inception-x5"] = reverse["inception-x30"] = reverse["sigmoid"] = [0.1, 0.3, 0.5, 0.3];
        Findings findings = Conclude(reverse);
        All.ShouldAllBe(part => InventedResults.Verdict(findings, part) == false);
    }

    [Fact]
    public void A_seed_that_never_gets_there_is_told_and_two_of_three_decide()
    {
        InventedResults invented = Invent(LikeThePaper());
        Fill(invented["bn-x5", 2], [0.1, 0.1, 0.1, 0.1]);
        Findings findings = new InceptionExperiment().Conclude(invented.Settings, invented.Results);
        findings.Tables[0].Rows[2][1].Text.ShouldBe("10 ± 0 (2 of 3 seeds)");
        InventedResults.Verdict(findings, Times5Faster).ShouldBe(true);
        Fill(invented["bn-x5", 3], [0.1, 0.1, 0.1, 0.1]);
        findings = new InceptionExperiment().Conclude(invented.Settings, invented.Results);
        findings.Tables[0].Rows[2][1].Text.ShouldBe("10 (1 of 3 seeds)");
        InventedResults.Verdict(findings, Times5Faster).ShouldBe(false);
    }

    [Fact]
    public void Each_seed_is_held_against_the_baseline_of_the_same_seed()
    {
        InventedResults invented = Invent(LikeThePaper());
        Fill(invented["inception", 1], [0.1, 0.2, 0.3, 0.4]);
        Findings findings = new InceptionExperiment().Conclude(invented.Settings, invented.Results);
        findings.Tables[0].Rows[1][1].Text.ShouldBe(Spread.Of([10, 30, 30]).Text("F0"));
    }

    [Fact]
    public void Switches_change_rows_and_the_quick_setting_has_no_ablation_unless_asked()
    {
        var experiment = new InceptionExperiment();
        ExperimentSettings full = Invent(LikeThePaper()).Settings, quick = full with { Effort = Effort.Quick, Seeds = 1 };
        experiment.Runs(full).Count().ShouldBe((8 * 3) + 9);
        experiment.Runs(quick).Count().ShouldBe(8);
        experiment.Runs(quick with { Switches = new HashSet<string> { "ablation" } }).Count().ShouldBe(17);
        ExperimentSettings kept = full with { Switches = new HashSet<string> { "keep-dropout" } };
        experiment.Runs(kept).Count().ShouldBe(8 * 3);
        experiment.Choices(kept)[^1].ShouldContain("keep-dropout");
        experiment.Switches.Count.ShouldBe(1 + 6);
    }

    [Fact]
    public void It_runs()
    {
        var settings = new ExperimentSettings(Effort.Tiny, 1, 1, ImageSets.Made(64, 32));
        Findings findings = TinyRun.Of(new InceptionExperiment(), settings);
        findings.Tables.Select(table => table.Rows.Count).ShouldBe([8, 12]);
        findings.Charts.Count.ShouldBe(3);
    }

    private static Dictionary<string, double[]> LikeThePaper() => new()
    {
        ["inception"] = [0.3, 0.5, 0.6, 0.72],
        ["bn-baseline"] = [0.4, 0.6, 0.727, 0.72],
        ["bn-x5"] = [0.725, 0.73, 0.73, 0.73],
        ["bn-x30"] = [0.5, 0.73, 0.74, 0.748],
        ["bn-x5-sigmoid"] = [0.4, 0.6, 0.69, 0.7],
        ["sigmoid"] = [0.1, 0.1, 0.1, 0.1],
        ["inception-x5"] = [0.1, 0.1, 0.1, 0.1],
        ["inception-x30"] = [],
    };

    private static Findings Conclude(Dictionary<string, double[]> accuracies)
    {
        InventedResults invented = Invent(accuracies);
        return new InceptionExperiment().Conclude(invented.Settings, invented.Results);
    }

    private static InventedResults Invent(Dictionary<string, double[]> accuracies)
    {
        var invented = new InventedResults(seeds: 3);
        foreach ((string key, double[] values) in accuracies)
        {
            for (int seed = 1; seed <= 3; seed++)
                Fill(invented[key, seed], values);
        }

        foreach (InceptionVariant variant in InceptionVariant.Ablation)
            Fill(invented[variant.Key, 1], [0.1, 0.2, 0.3, 0.4]);
        return invented;
    }

    /// <summary>A test after every 10 steps; none is a run that diverged after 2.</summary>
    private static void Fill(RunResult result, double[] accuracies)
    {
        (result.Diverged, result.Samples) = (accuracies.Length == 0, accuracies.Length == 0 ? 2 * InceptionRecipe.Batch : 1_280);
        result.Curves.Clear();
        result.Values.Clear();
        if (result.Diverged)
            return;
        for (int i = 0; i < accuracies.Length; i++)
            result.Curve(InceptionTraining.Accuracy).Add(10 * (i + 1), accuracies[i]);
        result.Values[InceptionTraining.Accuracy] = accuracies.Max();
    }
}
